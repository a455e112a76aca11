package io.bestiary.training.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The small problem of scripts/reference/make_optimizer_fixtures.py, and what PyTorch makes of it. */
final class Fixture {
    private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

    static {
        SHAPES.put("conv.weight", new Shape(3, 1, 2, 2));
        SHAPES.put("norm.weight", new Shape(3));
        SHAPES.put("fc.weight", new Shape(2, 3));
        SHAPES.put("fc.bias", new Shape(2));
    }

    private Fixture() {}

    static Map<String, NDArray> parameters(NDManager manager) {
        return arrays(manager, i -> ((i * 53 + 11) % 97 - 48) / 64.0, name -> name.equals("fc.bias") ? 0 : 1);
    }

    static Map<String, NDArray> gradients(NDManager manager, int step) {
        return arrays(
                manager,
                i -> ((i * 37 + step * 101 + i * step * 7) % 509 - 254) / 256.0,
                name -> name.equals("norm.weight") ? 0x1p-20 : 1);
    }

    private static Map<String, NDArray> arrays(
            NDManager manager, IntToDoubleFunction number, ToDoubleFunction<String> scale) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        int start = 0;
        for (Map.Entry<String, Shape> entry : SHAPES.entrySet()) {
            float[] values = new float[(int) entry.getValue().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (number.applyAsDouble(start + i) * scale.applyAsDouble(entry.getKey()));
            }
            arrays.put(entry.getKey(), manager.create(values, entry.getValue()));
            start += values.length;
        }
        return arrays;
    }

    /** Copies arrays to Java, bit by bit. */
    static Map<String, List<Float>> values(Map<String, NDArray> arrays) {
        Map<String, List<Float>> values = new LinkedHashMap<>();
        arrays.forEach((name, array) -> values.put(
                name, Stream.of(array.toArray()).map(Number::floatValue).toList()));
        return values;
    }

    /** Copies arrays within a manager. */
    static Map<String, NDArray> copies(Map<String, NDArray> arrays, NDManager manager) {
        Map<String, NDArray> copies = new LinkedHashMap<>();
        arrays.forEach((name, array) -> copies.put(name, manager.create(array.toFloatArray(), array.getShape())));
        return copies;
    }

    /** The object in a file of reference values. */
    static Map<String, Object> read(String file) {
        try (InputStream in = Fixture.class.getResourceAsStream("/optimizer/" + file)) {
            return new Yaml().load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A member that is a list of numbers; YAML takes 4e-06 for a text. */
    static double[] numbers(Object list) {
        return ((List<?>) list)
                .stream()
                        .mapToDouble(number -> Double.parseDouble(number.toString()))
                        .toArray();
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> member(Map<String, Object> object, String name) {
        return (Map<String, Object>) object.get(name);
    }

    /** The largest difference, relative for numbers larger than 1. */
    static double difference(NDArray array, Object expected) {
        double[] reference = numbers(expected);
        float[] found = array.toFloatArray();
        if (found.length != reference.length) {
            throw new IllegalArgumentException(found.length + " values where the reference has " + reference.length);
        }
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            double difference = Math.abs(found[i] - reference[i]) / Math.max(1, Math.abs(reference[i]));
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }
}
