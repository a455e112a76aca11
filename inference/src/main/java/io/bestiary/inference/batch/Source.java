package io.bestiary.inference.batch;

import io.bestiary.datasets.DataException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The bytes of a file or of standard input, unpacked where they are packed with gzip, and how many have been read. */
final class Source implements AutoCloseable {
    private static final int FIRST_BYTES = 512;

    private final String name;
    private final Counted counted;
    private final InputStream stream;

    private Source(String name, Counted counted, InputStream stream) {
        this.name = name;
        this.counted = counted;
        this.stream = stream;
    }

    static Source open(Path file) {
        boolean stdin = file.equals(InputFiles.STDIN);
        String name = stdin ? "stdin" : file.toString();
        try {
            Counted counted = new Counted(stdin ? System.in : Files.newInputStream(file));
            InputStream buffered = new BufferedInputStream(counted, 1 << 16);
            buffered.mark(2);
            boolean packed = buffered.read() == 0x1f && buffered.read() == 0x8b;
            buffered.reset();
            return new Source(
                    name,
                    counted,
                    packed ? new BufferedInputStream(new GZIPInputStream(buffered, 1 << 16), 1 << 16) : buffered);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /**
     * Opens what must be text.
     *
     * @throws DataException where a zero byte says that it is something else
     */
    static Source openText(Path file) {
        Source source = open(file);
        try {
            byte[] first = new byte[FIRST_BYTES];
            source.stream.mark(FIRST_BYTES);
            int read = source.stream.read(first);
            source.stream.reset();
            for (int i = 0; i < read; i++) {
                if (first[i] == 0) {
                    throw new DataException(source.name + ": must be text in UTF-8, byte " + i + " is 0");
                }
            }
            return source;
        } catch (IOException e) {
            source.close();
            throw failed(source.name, e);
        } catch (DataException e) {
            source.close();
            throw e;
        }
    }

    static byte[] allBytes(Path file) {
        try (Source source = open(file)) {
            return source.stream.readAllBytes();
        } catch (IOException e) {
            throw failed(file.toString(), e);
        }
    }

    static DataException failed(String name, IOException e) {
        return new DataException(name + ": cannot be read: " + reason(e), e);
    }

    /** What the file system says; of some mistakes it only names the file. */
    static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "no such file"
                : e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
    }

    String name() {
        return name;
    }

    InputStream stream() {
        return stream;
    }

    long bytesRead() {
        return counted.count;
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** Counts what is read, packed. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = in.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
