package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a training needs to go on, and serving does not.
 *
 * @param progress where the training stands: epoch, step and whatever else its loop wants back
 * @param arrays the optimizer's arrays by name
 */
public record TrainingState(JsonNode progress, Map<String, NDArray> arrays) {

    public TrainingState {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }
}
