package io.bestiary.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not what they say. */
class SafetensorsHostileTest {

    @TempDir
    private Path folder;

    /** Each has 8 bytes of data. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = """
            [1]                                                                     | must be a JSON object, got [1]
            {"a":                                                                   | must be JSON, got:
            {} {}                                                                   | must be JSON, got:
            {"a":1}                                                                 | a: must be an object of [data_offsets, dtype, shape], got 1
            {"a":{"dtype":"F32","shape":[2]}}                                       | a: must be an object of [data_offsets, dtype, shape], got
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}            | a: must be an object of [data_offsets, dtype, shape], got
            {"a":{"dtype":"X5","shape":[2],"data_offsets":[0,8]}}                   | a: dtype must be one of [BOOL, U8,
            {"a":{"dtype":3,"shape":[2],"data_offsets":[0,8]}}                      | a: dtype must be one of [BOOL, U8,
            {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                 | a: shape must hold whole numbers from 0, got -2
            {"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}                | a: shape must hold whole numbers from 0, got 2.0
            {"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,8]}}              | a: shape must hold whole numbers from 0, got
            {"a":{"dtype":"F32","shape":[36893488147419103234],"data_offsets":[0,8]}} | a: shape must hold whole numbers from 0, got 36893488147419103234
            {"a":{"dtype":"F32","shape":"2","data_offsets":[0,8]}}                  | a: shape must be a list, got "2"
            {"a":{"dtype":"F32","shape":[4294967296,4294967296,2],"data_offsets":[0,8]}} | a: data_offsets must span the bytes of its shape, got
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                  | a: data_offsets must span the bytes of its shape, got
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                  | a: data_offsets must lie in order within 8 bytes of data, got
            {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}                 | a: data_offsets must lie in order within 8 bytes of data, got
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}                | a: data_offsets must lie in order within 8 bytes of data, got
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}} | b: data must begin at 8 where those before end, got 4
            {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}} | b: data must begin at 2 where those before end, got 4
            {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}                   | must end with the last tensor at byte
            {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | must be JSON, got: Duplicate field 'a'
            {"__metadata__":{"n":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | __metadata__: must hold text only, got 1
            {"__metadata__":[],"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | __metadata__: must be an object, got []
            """)
    void areRefusedWithTheReason(String header, String reason) throws IOException {
        Path file = write(header.strip().getBytes(StandardCharsets.UTF_8), new byte[8]);
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason);
    }

    @Test
    void areRefusedWhereTheHeaderIsNested() throws IOException {
        refused(write(("{\"a\":" + "[".repeat(50_000)).getBytes(StandardCharsets.UTF_8), new byte[0]), "must be JSON");
    }

    @Test
    void areRefusedWhereTheHeaderIsNotUtf8() throws IOException {
        refused(write(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}, new byte[0]), "must be UTF-8");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 100_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void areRefusedWhereTheHeaderHasASizeItCannotHave(long size) throws IOException {
        Path file = folder.resolve("size.safetensors");
        byte[] bytes = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(size)
                .put(new byte[] {'{', '}'})
                .array();
        Files.write(file, bytes);
        refused(file, "header size: must be between 2 and 2 bytes, got " + Long.toUnsignedString(size));
        Files.write(file, Arrays.copyOf(bytes, 5));
        refused(file, "must begin with the size of a header, got 5 bytes");
    }

    @Test
    void loadOrAreRefusedWhateverIsChanged() throws Exception {
        byte[] valid = Files.readAllBytes(Path.of(
                getClass().getResource("/safetensors/dtypes.safetensors").toURI()));
        SplittableRandom random = new SplittableRandom(20);
        Path file = folder.resolve("mutated.safetensors");
        Files.write(file, valid);
        assertThat(loads(file)).isTrue();
        int loaded = 0;
        for (int i = 0; i < 10_000; i++) {
            Files.delete(file); // truncated in place, a file goes to the disk each time
            Files.write(file, mutate(valid, random));
            long before = allocated();
            loaded += loads(file) ? 1 : 0;
            assertThat(allocated() - before)
                    .as("bytes allocated for mutation " + i)
                    .isLessThan(4 << 20);
        }
        assertThat(loaded).as("mutations that are valid, in the data").isBetween(100, 9_000);
    }

    /** Anything but the one exception fails the test. */
    private static boolean loads(Path file) {
        try (Safetensors opened = Safetensors.open(file)) {
            opened.tensors().keySet().forEach(opened::floats);
            return true;
        } catch (CheckpointException e) {
            assertThat(e).hasMessageContaining(file.getFileName().toString());
            return false;
        }
    }

    private static byte[] mutate(byte[] valid, SplittableRandom random) {
        byte[] bytes = valid.clone();
        for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[random.nextInt(8)] = (byte) random.nextInt();
                case 3 -> bytes = Arrays.copyOf(bytes, random.nextInt(9, bytes.length + 20));
                case 4 -> bytes[at] = (byte) "0123456789[]{},:\"-.eE".charAt(random.nextInt(21));
                default -> {
                    int length = random.nextInt(Math.min(40, bytes.length - at));
                    System.arraycopy(valid, random.nextInt(valid.length - length), bytes, at, length);
                }
            }
        }
        return bytes;
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private Path write(byte[] header, byte[] data) throws IOException {
        Path file = folder.resolve("hostile.safetensors");
        Files.write(
                file,
                ByteBuffer.allocate(8 + header.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .put(header)
                        .put(data)
                        .array());
        return file;
    }

    private static void refused(Path file, String reason) {
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(reason);
    }
}
