package io.bestiary.zoo.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.zoo.nn.Architecture;
import java.util.Map;

/** What {@code bestiary.json} says. */
public record CheckpointCard(
        int format,
        String architecture,
        Map<String, Object> hyperparameters,
        String task,
        JsonNode preprocessor,
        Map<String, Double> metrics,
        Map<String, Object> provenance) {

    /** The version that this code writes, and the newest it reads. */
    public static final int FORMAT = 1;

    public Architecture build() {
        throw new UnsupportedOperationException("to come");
    }
}
