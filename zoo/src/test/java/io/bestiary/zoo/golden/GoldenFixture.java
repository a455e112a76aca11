package io.bestiary.zoo.golden;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.checkpoint.Safetensors;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the reference computed; scripts/reference/golden.py says how a fixture is made. */
record GoldenFixture(Path file, JsonNode description) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<GoldenFixture> all() throws IOException, URISyntaxException {
        Path folder = Path.of(GoldenFixture.class.getResource("/golden").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(GoldenFixture::read).toList();
        }
    }

    private static GoldenFixture read(Path file) {
        try (Safetensors tensors = Safetensors.open(file)) {
            return new GoldenFixture(file, JSON.readTree(tensors.metadata().get("fixture")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file.toString(), e);
        }
    }

    Architecture architecture() {
        Map<?, ?> overrides = JSON.convertValue(description.get("hyperparameters"), Map.class);
        Map<String, Object> named = new LinkedHashMap<>();
        overrides.forEach((key, value) -> named.put((String) key, value));
        Architecture preset = Zoo.find(description.get("architecture").textValue())
                .orElseThrow()
                .architecture();
        return Hyperparameters.with(preset, named);
    }

    /** Shapes of the reference's parameters and buffers by its names. */
    Map<String, Shape> parameters() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        description
                .get("parameters")
                .properties()
                .forEach(entry -> shapes.put(entry.getKey(), shape(entry.getValue())));
        return shapes;
    }

    NDList inputs(NDManager manager) {
        NDList inputs = new NDList();
        for (JsonNode input : description.get("inputs")) {
            inputs.add(Values.array(
                    manager,
                    "input." + inputs.size(),
                    shape(input.get("shape")),
                    input.path("least").longValue(),
                    input.get("bound").longValue()));
        }
        return inputs;
    }

    float[] output() {
        return floats("output");
    }

    float[] gradient() {
        return floats("gradient");
    }

    private float[] floats(String name) {
        try (Safetensors tensors = Safetensors.open(file)) {
            return tensors.floats(name);
        }
    }

    String gradientOf() {
        return description.get("gradient_of").textValue();
    }

    private static Shape shape(JsonNode dimensions) {
        long[] shape = new long[dimensions.size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions.get(i).longValue();
        }
        return new Shape(shape);
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
