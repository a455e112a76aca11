package io.bestiary.datasets.image;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes in the IDX format of MNIST, http://yann.lecun.com/exdb/mnist: two bytes of zero, the type,
 * the number of dimensions, their sizes as big-endian 32-bit numbers, the elements. Packed with gzip or not.
 *
 * @param file where it was read from
 * @param sizes of the dimensions
 * @param sha256 of the file, unpacked
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
record Idx(Path file, int[] sizes, byte[] elements, String sha256) {
    private static final int UNSIGNED_BYTE = 8;

    /** Reads pictures, (N, H, W), or labels, (N). */
    static Idx read(Path file, int dimensions) {
        try (InputStream stream = unpacked(file)) {
            return read(stream, file, dimensions);
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": must be an IDX file, found nothing there", e);
        } catch (EOFException e) {
            throw new DataException(file + ": must be a whole gzip file, found its end too early", e);
        } catch (ZipException e) {
            throw new DataException(file + ": must be a whole gzip file, found it broken: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DataException(file + ": must be an IDX file, it cannot be read: " + e.getMessage(), e);
        }
    }

    private static InputStream unpacked(Path file) throws IOException {
        InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        stream.mark(2);
        boolean packed = stream.read() == 0x1f && stream.read() == 0x8b;
        stream.reset();
        return packed ? new GZIPInputStream(stream, 1 << 16) : stream;
    }

    private static Idx read(InputStream stream, Path file, int dimensions) throws IOException {
        byte[] header = stream.readNBytes(4 + 4 * dimensions);
        check(file, header, dimensions);
        int[] sizes = new int[dimensions];
        ByteBuffer.wrap(header, 4, 4 * dimensions).asIntBuffer().get(sizes);
        String shape = Arrays.stream(sizes).mapToObj(Integer::toUnsignedString).collect(Collectors.joining("x"));
        long count = 1;
        for (int size : sizes) {
            if (size < 1 || (count *= size) > Integer.MAX_VALUE - 8) {
                throw new DataException(file + ": must have between 1 and 2^31 elements, found " + shape);
            }
        }
        // Reads as far as there are bytes, so that a header that lies cannot take all memory.
        byte[] elements = stream.readNBytes((int) count);
        boolean more = elements.length == count && stream.read() >= 0;
        if (elements.length < count || more) {
            throw new DataException(file + ": must hold " + count + " bytes after its header, which says " + shape
                    + ", found " + (more ? "more" : elements.length));
        }
        String sha256 = Sha256.of(
                new SequenceInputStream(new ByteArrayInputStream(header), new ByteArrayInputStream(elements)));
        return new Idx(file, sizes, elements, sha256);
    }

    private static void check(Path file, byte[] header, int dimensions) {
        byte[] magic = {0, 0, UNSIGNED_BYTE, (byte) dimensions};
        if (header.length < 4 || header[0] != 0 || header[1] != 0) {
            throw new DataException(file + ": must be an IDX file, which begins with the bytes " + hex(magic)
                    + ", found "
                    + (header.length == 0 ? "an empty file" : hex(Arrays.copyOf(header, Math.min(4, header.length)))));
        }
        if (header[2] != UNSIGNED_BYTE) {
            throw new DataException(file + ": must hold unsigned bytes (type 08), found " + type(header[2]));
        }
        if (header[3] != dimensions) {
            throw new DataException(file + ": must have " + dimensions + " dimensions, found " + header[3]);
        }
        if (header.length < 4 + 4 * dimensions) {
            throw new DataException(
                    file + ": must have a header of " + (4 + 4 * dimensions) + " bytes, found only " + header.length);
        }
    }

    private static String type(byte code) {
        return switch (code) {
            case 0x09 -> "signed bytes (type 09)";
            case 0x0b -> "16-bit numbers (type 0b)";
            case 0x0c -> "32-bit numbers (type 0c)";
            case 0x0d -> "floating-point numbers (type 0d)";
            case 0x0e -> "double-precision numbers (type 0e)";
            default -> "type " + hex(new byte[] {code}) + ", which there is not";
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    /** Number of pictures or labels. */
    int count() {
        return sizes[0];
    }
}
