package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens in a file that is mapped into memory, so that there may be more of them than memory: the system reads what is
 * asked for. The file lies in the folder for temporary files and is gone with the process; may be read from any thread.
 */
public final class TokenFile {
    private static final int SEGMENT = 1 << 28;

    private final List<IntBuffer> segments;
    private final long size;

    private TokenFile(List<IntBuffer> segments, long size) {
        this.segments = segments;
        this.size = size;
    }

    /** Number of tokens. */
    public long size() {
        return size;
    }

    /** The token at a place. */
    public int get(long place) {
        return segments.get((int) (place / SEGMENT)).get((int) (place % SEGMENT));
    }

    /** The tokens from one place up to another, exclusive. */
    public int[] get(long from, long to) {
        int[] tokens = new int[Math.toIntExact(to - from)];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = get(from + i);
        }
        return tokens;
    }

    /** Takes tokens, and makes the file of them. */
    static final class Writer implements AutoCloseable {
        private final Path path;
        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
        private long size;

        Writer() {
            try {
                path = Files.createTempFile("bestiary-", ".tokens");
                path.toFile().deleteOnExit();
                channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        void add(int... tokens) {
            for (int token : tokens) {
                if (!buffer.hasRemaining()) {
                    flush();
                }
                buffer.putInt(token);
            }
            size += tokens.length;
        }

        long size() {
            return size;
        }

        private void flush() {
            buffer.flip();
            try {
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            } catch (IOException e) {
                throw failed(e);
            }
            buffer.clear();
        }

        TokenFile finish() {
            flush();
            try {
                List<IntBuffer> segments = new ArrayList<>();
                for (long from = 0; from < size; from += SEGMENT) {
                    long length = Math.min(SEGMENT, size - from);
                    segments.add(channel.map(FileChannel.MapMode.READ_ONLY, 4 * from, 4 * length)
                            .asIntBuffer());
                }
                return new TokenFile(segments, size);
            } catch (IOException e) {
                throw failed(e);
            }
        }

        private static DataException failed(IOException e) {
            return new DataException(
                    System.getProperty("java.io.tmpdir") + ": must have room for the tokens of the texts: "
                            + e.getMessage(),
                    e);
        }

        @Override
        public void close() {
            try {
                channel.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // Where a mapped file cannot be deleted, it is when the process ends.
                return;
            }
        }
    }
}
