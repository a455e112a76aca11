package io.bestiary.training.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that grows while a training goes on. A run that goes on cuts off what was written after the checkpoint that it
 * goes on from, so that the file ends as an unbroken run's does.
 */
public final class AppendedFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private long bytes;

    /**
     * Opens a file, and its folder.
     *
     * @param bytes how much of it counts
     * @throws UncheckedIOException if it cannot be written
     */
    public AppendedFile(Path file, long bytes) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.size() > bytes) {
                channel.truncate(bytes);
            }
            this.bytes = channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds bytes, all of them or, for the next ones to overwrite, none. */
    public void append(byte[] more) {
        ByteBuffer buffer = ByteBuffer.wrap(more);
        try {
            long end = bytes;
            while (buffer.hasRemaining()) {
                end += channel.write(buffer, end);
            }
            bytes = end;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Brings all to the disk, and returns how many bytes it is. */
    public long sync() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    /** How many bytes count so far. */
    public long bytes() {
        return bytes;
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
