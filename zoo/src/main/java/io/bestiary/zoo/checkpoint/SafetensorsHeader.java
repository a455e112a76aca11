package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands before the data of a safetensors file: 8 bytes with the size of a JSON object, and the object.
 *
 * <p>Nothing in a file is believed before it is checked against the file's own size. The format:
 * https://github.com/huggingface/safetensors.
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, TensorInfo> tensors) {
    static final String METADATA = "__metadata__";

    private static final int SIZE_BYTES = 8;
    private static final long LARGEST = 100_000_000;
    private static final Set<String> KEYS = new TreeSet<>(Set.of("dtype", "shape", "data_offsets"));

    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < SIZE_BYTES) {
            throw new CheckpointException(file + ": must begin with the size of a header, got " + size + " bytes");
        }
        long length = read(channel, 0, SIZE_BYTES).getLong();
        long room = Math.min(LARGEST, size - SIZE_BYTES);
        if (length < 2 || length > room) {
            throw new CheckpointException(file + ": header size: must be between 2 and " + room + " bytes, got "
                    + Long.toUnsignedString(length));
        }
        byte[] json = read(channel, SIZE_BYTES, (int) length).array();
        return new Reader(file, SIZE_BYTES + length, size).header(StrictJson.object(file + ": header", json));
    }

    static ByteBuffer read(FileChannel channel, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("the file ends before byte " + (offset + length));
            }
        }
        return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Reads one header: the data lie from {@code start} to {@code end} in the file. */
    private record Reader(Path file, long start, long end) {

        SafetensorsHeader header(JsonNode root) {
            Map<String, String> metadata = new LinkedHashMap<>();
            Map<String, TensorInfo> tensors = new LinkedHashMap<>();
            root.properties().forEach(entry -> {
                if (entry.getKey().equals(METADATA)) {
                    metadata.putAll(metadata(entry.getValue()));
                } else {
                    tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
                }
            });
            checkCover(tensors);
            return new SafetensorsHeader(metadata, tensors);
        }

        private Map<String, String> metadata(JsonNode node) {
            require(node.isObject(), METADATA, "must be an object", node);
            Map<String, String> metadata = new LinkedHashMap<>();
            node.properties().forEach(entry -> {
                require(entry.getValue().isTextual(), METADATA, "must hold text only", entry.getValue());
                metadata.put(entry.getKey(), entry.getValue().textValue());
            });
            return metadata;
        }

        private TensorInfo tensor(String name, JsonNode node) {
            Set<String> keys = new TreeSet<>();
            node.fieldNames().forEachRemaining(keys::add);
            require(keys.equals(KEYS), name, "must be an object of " + KEYS, node);
            JsonNode typeName = node.get("dtype");
            Dtype type = Dtype.find(typeName.textValue()).orElse(null);
            require(type != null, name, "dtype must be one of " + Arrays.toString(Dtype.values()), typeName);
            long[] shape = numbers(name, "shape", node.get("shape"));
            long[] offsets = numbers(name, "data_offsets", node.get("data_offsets"));
            boolean inside = offsets.length == 2 && offsets[0] <= offsets[1] && offsets[1] <= end - start;
            require(inside, name, "data_offsets must lie in order within " + (end - start) + " bytes of data", node);
            long length = offsets[1] - offsets[0];
            require(bytes(type, shape) == length, name, "data_offsets must span the bytes of its shape", node);
            return new TensorInfo(type.name(), new Shape(shape), file, start + offsets[0], length);
        }

        private long[] numbers(String name, String key, JsonNode node) {
            require(node.isArray(), name, key + " must be a list", node);
            long[] numbers = new long[node.size()];
            for (int i = 0; i < numbers.length; i++) {
                JsonNode number = node.get(i);
                require(
                        number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0,
                        name,
                        key + " must hold whole numbers from 0",
                        number);
                numbers[i] = number.longValue();
            }
            return numbers;
        }

        /** Bytes of a tensor, or -1 where they are more than a file can hold. */
        private static long bytes(Dtype type, long[] shape) {
            if (Arrays.stream(shape).anyMatch(dimension -> dimension == 0)) {
                return 0;
            }
            try {
                return Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
            } catch (ArithmeticException e) {
                return -1;
            }
        }

        /** Tensors must follow each other without a gap or an overlap up to the end of the file. */
        private void checkCover(Map<String, TensorInfo> tensors) {
            List<Map.Entry<String, TensorInfo>> inOrder = tensors.entrySet().stream()
                    .sorted(Comparator.comparingLong((Map.Entry<String, TensorInfo> entry) ->
                                    entry.getValue().offset())
                            .thenComparingLong(entry -> entry.getValue().length()))
                    .toList();
            long reached = start;
            for (Map.Entry<String, TensorInfo> entry : inOrder) {
                long offset = entry.getValue().offset();
                if (offset != reached) {
                    throw new CheckpointException(file + ": " + entry.getKey() + ": data must begin at "
                            + (reached - start) + " where those before end, got " + (offset - start));
                }
                reached += entry.getValue().length();
            }
            if (reached != end) {
                throw new CheckpointException(
                        file + ": must end with the last tensor at byte " + reached + ", got " + end + " bytes");
            }
        }

        private void require(boolean holds, String name, String rule, JsonNode got) {
            if (!holds) {
                throw new CheckpointException(file + ": " + StrictJson.brief(name) + ": " + rule + ", got "
                        + StrictJson.brief(got.toString()));
            }
        }
    }
}
