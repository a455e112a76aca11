package io.bestiary.training.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * {@code metrics.jsonl}: a line for every so many steps, with the fingerprint of the weights, and one for every epoch.
 *
 * <p>Nothing in it tells the time. A run that goes on cuts off what was written after the checkpoint that it goes on from,
 * so that the file ends as an unbroken run's does.
 */
final class RunLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private long bytes;

    /**
     * Opens the log.
     *
     * @param bytes how much of it counts
     */
    RunLog(Path file, long bytes) {
        this.file = file;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.size() > bytes) {
                channel.truncate(bytes);
            }
            this.bytes = channel.size();
        } catch (IOException e) {
            throw RunFolderException.of(file, e);
        }
    }

    /** Adds a line, whole or, for the next one to overwrite, not at all. */
    void append(Map<String, Object> row) {
        ByteBuffer line = ByteBuffer.wrap((json(row) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            long end = bytes;
            while (line.hasRemaining()) {
                end += channel.write(line, end);
            }
            bytes = end;
        } catch (IOException e) {
            throw RunFolderException.of(file, e);
        }
    }

    private static String json(Map<String, Object> row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Brings all lines to the disk, and returns how many bytes they are. */
    long sync() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw RunFolderException.of(file, e);
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw RunFolderException.of(file, e);
        }
    }
}
