package io.bestiary.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights of other types than float32, and in several files; each thing that can be wrong with one tensor, alone. */
class ForeignFormsTest {
    private static final Map<String, Shape> SHAPES =
            new LinkedHashMap<>(Outline.of(LeNet5.lenet5()).parameters());

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"F16", "BF16", "F32", "F64"})
    void everyTypeWithAFractionIsWidened(String type) throws IOException {
        List<String> notes = loads(write("model.safetensors", type, SHAPES));
        assertThat(notes)
                .isEqualTo(
                        type.equals("F32") ? List.of() : List.of(type + " -> F32: all " + SHAPES.size() + " tensors"));
    }

    @Test
    void filesOfAnIndexAreTakenTogether() throws IOException {
        Map<String, Shape> first = new LinkedHashMap<>(SHAPES);
        Map<String, Shape> second = new LinkedHashMap<>(SHAPES);
        first.keySet().removeIf(name -> name.startsWith("fc"));
        second.keySet().removeAll(first.keySet());
        Path one = write("model-00001-of-00002.safetensors", "F32", first);
        Path two = write("model-00002-of-00002.safetensors", "BF16", second);
        List<String> notes = loads(one, two); // as they are, too
        assertThat(notes)
                .containsExactly("BF16 -> F32: 6 of 10 tensors, fc1.weight, fc1.bias, fc2.weight, fc2.bias, fc3.weight,"
                        + " fc3.bias");

        ObjectNode index = new ObjectMapper().createObjectNode();
        ObjectNode map = index.putObject("weight_map");
        first.keySet().forEach(name -> map.put(name, one.getFileName().toString()));
        second.keySet().forEach(name -> map.put(name, two.getFileName().toString()));
        Path file = folder.resolve("model.safetensors.index.json");
        Files.writeString(file, index.toString());
        loads(file);

        Files.delete(two);
        refused(file, two + ": cannot be read: no such file or folder");
        refused(one, "6 differences", "fc1.weight: must be (120, 400), is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "F16 | fc3.bias | - | fc3.bias: must be (10), is missing",
                "F16 | extra.bias | 4 | extra.bias: is not in the network",
                "F16 | fc3.bias | 7 | fc3.bias: must be (10) of F16, BF16, F32 or F64, got (7) of F16",
                "I32 | fc3.bias | 10 | fc3.bias: must be (10) of F16, BF16, F32 or F64, got (10) of I32"
            })
    void oneTensorThatDoesNotFitIsNamed(String type, String name, String size, String message) throws IOException {
        Map<String, Shape> rest = new LinkedHashMap<>(SHAPES);
        rest.remove(name);
        Path most = write("most.safetensors", "BF16", rest);
        Path file =
                size.equals("-") ? most : write("one.safetensors", type, Map.of(name, new Shape(Long.parseLong(size))));
        refused(List.of(most, file).stream().distinct().toList(), "1 difference:", message);
    }

    private void refused(Path file, String... messages) {
        refused(List.of(file), messages);
    }

    private static void refused(List<Path> files, String... messages) {
        try (NDManager manager = Engines.manager(Engines.all().get(0))) {
            assertThatThrownBy(() -> ForeignWeights.load(files, LeNet5.lenet5(), manager))
                    .isInstanceOf(CheckpointException.class)
                    .message()
                    .contains(messages);
        }
    }

    /** What is noted; the values are those that were written. */
    private static List<String> loads(Path... files) {
        List<String> notes = new ArrayList<>();
        for (String engine : Engines.all()) {
            try (NDManager manager = Engines.manager(engine);
                    Network network = ForeignWeights.load(
                            Stream.of(files)
                                    .map(file -> new ForeignFile(file, ""))
                                    .toList(),
                            List.of(),
                            List.of(),
                            LeNet5.lenet5(),
                            manager,
                            notes::add)) {
                network.parameters().forEach((name, parameter) -> {
                    float[] values = parameter.getArray().toFloatArray();
                    for (int i = 0; i < values.length; i++) {
                        assertThat(values[i]).as(name).isEqualTo(value(i));
                    }
                });
            }
        }
        return notes.stream().distinct().toList();
    }

    /** What all types of floats can hold exactly. */
    private static float value(int place) {
        return (place % 255 - 127) / 64f;
    }

    private Path write(String name, String type, Map<String, Shape> shapes) throws IOException {
        int width = Dtype.find(type).orElseThrow().bytes();
        ObjectNode header = new ObjectMapper().createObjectNode();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        shapes.forEach((tensor, shape) -> {
            ObjectNode entry = header.putObject(tensor).put("dtype", type);
            var sides = entry.putArray("shape");
            for (long side : shape.getShape()) {
                sides.add(side);
            }
            entry.putArray("data_offsets").add(data.size()).add(data.size() + width * shape.size());
            ByteBuffer bytes = ByteBuffer.allocate((int) (width * shape.size())).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < shape.size(); i++) {
                put(bytes, type, value(i));
            }
            data.writeBytes(bytes.array());
        });
        byte[] json = header.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ByteBuffer start = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(json.length).put(json);
        Path file = folder.resolve(name);
        Files.write(file, start.array());
        Files.write(file, data.toByteArray(), java.nio.file.StandardOpenOption.APPEND);
        return file;
    }

    private static void put(ByteBuffer bytes, String type, float value) {
        int bits = Float.floatToIntBits(value);
        switch (type) {
            case "F16" -> {
                int size = value == 0 ? 0 : (((bits >> 23) & 0xFF) - 112) << 10 | (bits & 0x7FFFFF) >> 13;
                bytes.putShort((short) ((bits >> 16 & 0x8000) | size));
            }
            case "BF16" -> bytes.putShort((short) (bits >> 16));
            case "F64" -> bytes.putDouble(value);
            case "I32" -> bytes.putInt((int) value);
            default -> bytes.putFloat(value);
        }
    }
}
