package io.bestiary.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.Engines;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against files that scripts/reference/make_safetensors_fixtures.py made in Python. */
class SafetensorsTest {

    @TempDir
    private Path folder;

    static List<String> engines() {
        return Engines.all();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(SafetensorsTest.class.getResource("/safetensors/" + name).toURI());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f64", "f32", "f16", "bf16", "i64", "i32", "i16", "i8", "u64", "u32", "u16", "u8", "bool", "scalar",
                "empty"
            })
    void readsEveryTypeAsTorchDoes(String name) throws Exception {
        try (Safetensors file = Safetensors.open(resource("dtypes.safetensors"))) {
            assertThat(file.metadata()).containsExactly(Map.entry("made by", "torch \u2665"));
            assertThat(file.floats(name)).isEqualTo(file.floats(name + ".float"));
            assertThat(file.tensors().get(name).shape())
                    .isEqualTo(file.tensors().get(name + ".float").shape());
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void makesArraysOfTheTypesThatNetworksUse(String engine) throws Exception {
        try (NDManager manager = Engines.manager(engine);
                Safetensors file = Safetensors.open(resource("dtypes.safetensors"))) {
            for (String name : List.of("f64", "f32", "f16", "bf16", "scalar")) {
                NDArray array = file.array(name, manager);
                assertThat(array.getDataType()).isEqualTo(DataType.FLOAT32);
                assertThat(array.getShape()).isEqualTo(file.tensors().get(name).shape());
                assertThat(array.toFloatArray()).isEqualTo(file.floats(name));
            }
            assertThat(file.array("i64", manager).toLongArray()).containsExactly(Long.MIN_VALUE, Long.MAX_VALUE, 7);
            assertThat(file.array("u32", manager).toLongArray()).containsExactly(4294967295L, 1);
            assertThat(file.array("i32", manager).toIntArray()).containsExactly(Integer.MIN_VALUE, Integer.MAX_VALUE);
            assertThat(file.array("i8", manager).toIntArray()).containsExactly(-128, 127);
            assertThat(file.array("u16", manager).toIntArray()).containsExactly(65535, 1);
            assertThat(file.array("bool", manager).toIntArray()).containsExactly(1, 0);
            assertThatThrownBy(() -> file.array("u64", manager))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageEndingWith("u64: must hold values below 2^63 to become int64, got 18446744073709551615");
        }
    }

    /** The file is mapped read-only: an array that aliased it would crash the JVM here. */
    @ParameterizedTest
    @MethodSource("engines")
    void givesArraysThatCanBeChangedAndOutliveTheFile(String engine) throws Exception {
        try (NDManager manager = Engines.manager(engine)) {
            NDArray array;
            try (Safetensors file = Safetensors.open(resource("written.safetensors"))) {
                array = file.array("a", manager);
            }
            assertThat(array.addi(1).toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void writesTheBytesThatPythonWrites(String engine) throws Exception {
        Path file = folder.resolve("java.safetensors");
        try (NDManager manager = Engines.manager(engine)) {
            NDArray a = manager.create(new float[] {0, 1, 2, 3, 4, 5}, new Shape(2, 3));
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            tensors.put("a", a);
            tensors.put("b.weight", a.transpose().div(8));
            tensors.put("c", manager.create(new float[] {-1.5f}));
            Safetensors.write(file, tensors, Map.of("format", "pt"));
        }
        assertThat(file).hasSameBinaryContentAs(resource("written.safetensors"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void readsWhatItWrote(String engine) {
        Path file = folder.resolve("types.safetensors");
        try (NDManager manager = Engines.manager(engine)) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            tensors.put("z", manager.create(new long[] {1L << 40, -2}));
            tensors.put("y", manager.create(new int[] {3, -4}, new Shape(1, 2)));
            tensors.put("x", manager.create(2.5f));
            tensors.put(
                    "w",
                    manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2)).transpose());
            Safetensors.write(file, tensors, Map.of());
            try (Safetensors read = Safetensors.open(file)) {
                assertThat(read.metadata()).isEmpty();
                assertThat(read.tensors().keySet()).containsExactly("z", "y", "x", "w");
                tensors.forEach((name, array) ->
                        assertThat(read.array(name, manager)).as(name).isEqualTo(array));
            }
        }
    }

    @Test
    void readsFilesThatAnIndexNames() throws Exception {
        try (Safetensors shards = Safetensors.open(resource("shards/model.safetensors.index.json"));
                Safetensors whole = Safetensors.open(resource("written.safetensors"))) {
            assertThat(shards.tensors().keySet()).isEqualTo(whole.tensors().keySet());
            for (String name : whole.tensors().keySet()) {
                assertThat(shards.floats(name)).isEqualTo(whole.floats(name));
            }
            assertThat(shards.metadata()).isEqualTo(whole.metadata());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a.safetensors", "/etc/passwd", "sub/a.safetensors", ".."})
    void refusesAnIndexThatLeavesItsFolder(String file) throws IOException {
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"" + file + "\"}}");
        refused(index, "a: must name a file beside the index, got \"" + file + "\"");
    }

    @Test
    void refusesAnIndexThatDoesNotFitItsFiles() throws Exception {
        Files.copy(resource("written.safetensors"), folder.resolve("w.safetensors"));
        Path index = folder.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"w.safetensors\"}}");
        refused(index, "holds b.weight, which is not in");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"w.safetensors\", \"d\": \"w.safetensors\"}}");
        refused(index, "holds no tensor d, which");
        Files.writeString(index, "{\"weight_map\": {\"a\": \"missing.safetensors\"}}");
        refused(index, "missing.safetensors: cannot be read: no such file or folder");
    }

    /** A sparse file: 5 GB long, a few kilobytes on the disk. */
    @Test
    void readsBeyondTwoGigabytes() throws IOException {
        long large = 5_000_000_000L;
        Path file = write(header("""
                {"large":{"dtype":"U8","shape":[5000000000],"data_offsets":[0,5000000000]},\
                "tail":{"dtype":"F32","shape":[2],"data_offsets":[5000000000,5000000008]}}"""));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer tail = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(1)
                    .putFloat(-2);
            channel.write(tail.flip(), channel.size() + large);
        }
        try (Safetensors opened = Safetensors.open(file)) {
            assertThat(opened.floats("tail")).containsExactly(1, -2);
            assertThatThrownBy(() -> opened.bytes("large"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage(file + ": large: must be at most 2147483647 bytes to be read at once, got 5000000000");
        }
    }

    @Test
    void namesTheNearestTensor() throws Exception {
        try (Safetensors file = Safetensors.open(resource("written.safetensors"))) {
            assertThatThrownBy(() -> file.floats("b.weigth"))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageEndingWith("holds no tensor b.weigth; nearest is b.weight");
        }
    }

    @Test
    void refusesWhatIsNoFile() {
        refused(folder.resolve("absent.safetensors"), "absent.safetensors: cannot be read: no such file or folder");
        refused(folder, "cannot be read: Is a directory");
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        Path file = folder.resolve("absent").resolve("a.safetensors");
        assertThatThrownBy(() -> Safetensors.write(file, Map.of(), Map.of()))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(file + ": cannot be written: no such file or folder");
    }

    private Path write(byte[]... parts) throws IOException {
        Path file = folder.resolve("made.safetensors");
        Files.write(file, new byte[0]);
        for (byte[] part : parts) {
            Files.write(file, part, StandardOpenOption.APPEND);
        }
        return file;
    }

    private static byte[] header(String json) {
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + utf8.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(utf8.length)
                .put(utf8)
                .array();
    }

    private static void refused(Path file, String reason) {
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(reason);
    }
}
