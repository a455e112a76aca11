package io.bestiary.zoo.checkpoint;

import ai.djl.Application;
import io.bestiary.zoo.nn.Task;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** {@code serving.properties}, by which plain DJL and DJL Serving load a checkpoint. */
final class ServingProperties {
    static final String FILE = "serving.properties";

    private ServingProperties() {}

    /** In the order of the keys, so that a checkpoint written again has the same bytes. */
    static byte[] of(String engine, Map<String, String> more, Task task) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("engine", engine);
        properties.put("blockFactory", CheckpointBlockFactory.class.getName());
        properties.put("application", application(task).getPath());
        properties.put("option.modelName", "model");
        properties.put("option.hasParameter", "false");
        properties.putAll(more);
        StringBuilder text = new StringBuilder();
        properties.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** DJL's name for what we train; it has none for series that are classified. */
    private static Application application(Task task) {
        return switch (task) {
            case IMAGE_CLASSIFICATION -> Application.CV.IMAGE_CLASSIFICATION;
            case IMAGE_GENERATION -> Application.CV.IMAGE_GENERATION;
            case IMAGE_SEGMENTATION -> Application.CV.SEMANTIC_SEGMENTATION;
            case IMAGE_RECONSTRUCTION, IMAGE_TO_IMAGE -> Application.CV.IMAGE_ENHANCEMENT;
            case TEXT_CLASSIFICATION -> Application.NLP.TEXT_CLASSIFICATION;
            case TOKEN_CLASSIFICATION -> Application.NLP.TOKEN_CLASSIFICATION;
            case LANGUAGE_MODELING -> Application.NLP.TEXT_GENERATION;
            case TRANSLATION -> Application.NLP.MACHINE_TRANSLATION;
            case FORECASTING -> Application.TimeSeries.FORECASTING;
            case SERIES_CLASSIFICATION -> Application.UNDEFINED;
        };
    }
}
