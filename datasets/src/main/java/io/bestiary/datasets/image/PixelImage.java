package io.bestiary.datasets.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * A decoded picture.
 *
 * @param width pixels in a row
 * @param height rows
 * @param channels 1 for grey, 3 for red, green, blue
 * @param pixels one unsigned byte for each channel of each pixel, (H, W, C); not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
public record PixelImage(int width, int height, int channels, byte[] pixels) {

    public PixelImage {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("size: must be at least 1x1, got " + width + "x" + height);
        }
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("channels: must be 1 or 3, got " + channels);
        }
        if (pixels.length != (long) width * height * channels) {
            throw new IllegalArgumentException(
                    "pixels: must be " + width + "x" + height + "x" + channels + " bytes, got " + pixels.length);
        }
    }

    /**
     * Decodes a file.
     *
     * @throws io.bestiary.datasets.DataException if it cannot be read or is no whole picture, naming the file
     */
    public static PixelImage read(Path file) {
        return PictureReader.read(file);
    }

    /**
     * Decodes a stream, to its end; does not close it.
     *
     * @param name what messages call it
     * @throws io.bestiary.datasets.DataException if it cannot be read or is no whole picture
     */
    public static PixelImage read(InputStream stream, String name) {
        return PictureReader.read(stream, name, PictureReader.MOST_PIXELS);
    }

    /**
     * Decodes a stream, to its end; does not close it.
     *
     * @param name what messages call it
     * @param mostPixels that the picture may have: what a small file unpacks to has no other bound
     * @throws io.bestiary.datasets.DataException if it cannot be read, is larger or is no whole picture
     */
    public static PixelImage read(InputStream stream, String name, long mostPixels) {
        return PictureReader.read(stream, name, mostPixels);
    }

    /** Copies a picture of Java's own kind: grey stays grey, transparency is laid on white. */
    public static PixelImage of(BufferedImage image) {
        return Pixels.of(image);
    }

    /** Copies the picture to one of Java's own kind, in 8-bit grey or RGB. */
    public BufferedImage toBufferedImage() {
        return Pixels.toBufferedImage(this);
    }

    /** The picture as a PNG file: the same bytes for the same pixels. */
    public byte[] toPng() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(toBufferedImage(), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("png", e); // nothing is written to
        }
        return bytes.toByteArray();
    }
}
