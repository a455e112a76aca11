package io.bestiary.datasets.image;

import io.bestiary.datasets.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes the files that {@link PictureFormat} knows, through ImageIO; of several pages or frames the first. */
final class PictureReader {
    private static final int HEAD = 512;
    private static final int MOST_BYTES = 1 << 30;
    static final long MOST_PIXELS = 100_000_000;

    /** What decoders only warn of, having made up the rest of the picture. */
    private static final Pattern MADE_UP = Pattern.compile("(?i)truncated|premature|out-of-sequence");

    private PictureReader() {}

    static PixelImage read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return decode(stream, file.toString(), MOST_PIXELS);
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": must be a picture, found nothing there", e);
        } catch (AccessDeniedException e) {
            throw new DataException(file + ": must be a picture, it cannot be read: permission denied", e);
        } catch (IOException e) {
            String found = Files.isDirectory(file) ? "a folder" : "it cannot be read: " + e.getMessage();
            throw new DataException(file + ": must be a picture, found " + found, e);
        }
    }

    static PixelImage read(InputStream stream, String name, long mostPixels) {
        try {
            return decode(stream, name, mostPixels);
        } catch (IOException e) {
            throw new DataException(name + ": must be a picture, it cannot be read: " + e.getMessage(), e);
        }
    }

    private static PixelImage decode(InputStream stream, String name, long mostPixels) throws IOException {
        byte[] head = stream.readNBytes(HEAD);
        PictureFormat format = PictureFormat.of(head)
                .orElseThrow(() -> new DataException(name + ": must be a picture (" + PictureFormat.all() + "), found "
                        + PictureFormat.describe(head)));
        byte[] rest = stream.readNBytes(MOST_BYTES - HEAD + 1);
        if (rest.length > MOST_BYTES - HEAD) {
            throw new DataException(name + ": must be a picture of at most 1 GiB, found a larger file");
        }
        byte[] bytes = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, bytes, head.length, rest.length);
        try {
            return Orientation.apply(Pixels.of(decode(bytes, format, name, mostPixels)), Orientation.of(bytes, format));
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // decoders throw what they like at broken files
            throw new DataException(broken(name, format, reason(e)), e);
        }
    }

    private static BufferedImage decode(byte[] bytes, PictureFormat format, String name, long mostPixels)
            throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT))
                .next();
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            reader.setInput(input, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > mostPixels) {
                throw new DataException(name + ": must have at most " + mostPixels / 1_000_000 + " megapixels, found "
                        + reader.getWidth(0) + "x" + reader.getHeight(0));
            }
            BufferedImage image = reader.read(0);
            for (String warning : warnings) {
                if (MADE_UP.matcher(warning).find()) {
                    throw new DataException(broken(name, format, warning));
                }
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    private static String broken(String name, PictureFormat format, String reason) {
        return name + ": must be a whole " + format + " picture, found it broken: " + reason;
    }

    private static String reason(Exception e) {
        return e instanceof EOFException || e.getMessage() == null ? "it ends too early" : e.getMessage();
    }
}
