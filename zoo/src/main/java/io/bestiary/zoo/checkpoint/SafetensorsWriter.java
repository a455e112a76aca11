package io.bestiary.zoo.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;

/** Writes safetensors files. */
final class SafetensorsWriter {
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    static void write(Path file, Map<String, HostArray> tensors, Map<String, String> metadata) {
        ByteBuffer header = header(file, tensors, metadata);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            write(channel, header);
            for (HostArray tensor : tensors.values()) {
                if (tensor.shape().size() > 0) {
                    write(channel, tensor.bytes().get());
                }
            }
        } catch (IOException e) {
            throw CheckpointException.of(file, "written", e);
        }
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The size of the header and the header, filled up with spaces so that the data begin at a multiple of 8. */
    private static ByteBuffer header(Path file, Map<String, HostArray> tensors, Map<String, String> metadata) {
        ObjectNode root = StrictJson.mapper().createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode notes = root.putObject(SafetensorsHeader.METADATA);
            metadata.forEach(notes::put);
        }
        long offset = 0;
        for (Map.Entry<String, HostArray> entry : tensors.entrySet()) {
            Dtype type = Dtype.find(entry.getValue().type())
                    .orElseThrow(() -> new CheckpointException(file + ": " + entry.getKey() + ": must be of a type of "
                            + Arrays.toString(Dtype.values()) + ", got "
                            + entry.getValue().type()));
            if (entry.getKey().equals(SafetensorsHeader.METADATA)) {
                throw new CheckpointException(file + ": a tensor must not be named " + entry.getKey());
            }
            ObjectNode tensor = root.putObject(entry.getKey()).put("dtype", type.name());
            var shape = tensor.putArray("shape");
            for (long dimension : entry.getValue().shape().getShape()) {
                shape.add(dimension);
            }
            long end = offset + entry.getValue().shape().size() * type.bytes();
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] spaced = Arrays.copyOf(json, padded);
        Arrays.fill(spaced, json.length, padded, (byte) ' ');
        return ByteBuffer.allocate(Long.BYTES + padded)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(spaced)
                .flip();
    }
}
