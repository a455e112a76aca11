package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.Samples;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small checkpoint with everything that one can have. */
final class Sample {
    static final ObjectMapper JSON = new ObjectMapper();
    static final LeNet5 ARCHITECTURE = new LeNet5(12, 1, 3);
    static final List<String> LABELS = List.of("cat", "d\u00f6g, big", "");
    static final byte[] TOKENIZER = "{\"made\": \"up\"}".getBytes(StandardCharsets.UTF_8);
    static final Map<String, String> SERVING =
            Map.of("translatorFactory", "ai.djl.translate.NoopServingTranslatorFactory");

    private Sample() {}

    static CheckpointCard card() {
        return card(Map.of("accuracy", 0.5));
    }

    static CheckpointCard card(Map<String, Double> metrics) {
        return new CheckpointCard(
                CheckpointCard.FORMAT,
                "lenet5",
                Hyperparameters.values(ARCHITECTURE),
                "image-classification",
                preprocessor(),
                metrics,
                Map.of("seed", 7));
    }

    static JsonNode preprocessor() {
        return JSON.createObjectNode().put("height", 12).put("width", 12);
    }

    /** Writes the sample with weights that depend on the seed. */
    static void write(Path folder, String engine, long seed) {
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(ARCHITECTURE, manager, seed)) {
            Checkpoint.write(
                    folder,
                    card(),
                    network,
                    LABELS,
                    SERVING,
                    Map.of("tokenizer.json", TOKENIZER),
                    state(manager, seed));
        }
    }

    static TrainingState state(NDManager manager, long step) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        arrays.put("mean.conv1.weight", manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2)));
        arrays.put("steps", manager.create(new long[] {step}));
        return new TrainingState(JSON.createObjectNode().put("step", step), arrays);
    }

    /** What the network of the seed gives. */
    static float[] expected(String engine, long seed) {
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(ARCHITECTURE, manager, seed)) {
            return Samples.outputs(network, Samples.batch(manager, ARCHITECTURE, 2));
        }
    }

    /** What the network of the folder gives. */
    static float[] outputs(Path folder, String engine) {
        try (NDManager manager = Engines.manager(engine);
                Network network = Checkpoint.open(folder).network(manager)) {
            return Samples.outputs(network, Samples.batch(manager, ARCHITECTURE, 2));
        }
    }
}
