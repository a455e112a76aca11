package io.bestiary.datasets.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The EXIF tag that says how the camera was held: 1 upright, 2 mirrored, 3 upside down, 4 both, and with rows and columns
 * exchanged 5 to 8.
 */
final class Orientation {
    private static final int UPRIGHT = 1;
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final String EXIF = "Exif\0\0";

    private Orientation() {}

    /** Finds the tag in a file; a file without it, or with one that makes no sense, is upright. */
    static int of(byte[] file, PictureFormat format) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        try {
            return switch (format) {
                case JPEG -> inJpeg(bytes);
                case PNG -> inChunks(bytes.position(8), "eXIf", true);
                case WEBP -> inChunks(bytes.position(12), "EXIF", false);
                case TIFF -> inTiff(bytes.slice());
                case GIF, BMP -> UPRIGHT;
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return UPRIGHT;
        }
    }

    private static int inJpeg(ByteBuffer bytes) {
        bytes.position(2);
        while (true) {
            int marker = bytes.getShort() & 0xffff;
            int length = (bytes.getShort() & 0xffff) - 2;
            if (marker < 0xffc0 || marker == 0xffda) { // start of scan
                return UPRIGHT;
            }
            int next = bytes.position() + length;
            if (marker == 0xffe1 && length >= EXIF.length() && EXIF.equals(text(bytes, EXIF.length()))) {
                return inTiff(bytes.slice());
            }
            bytes.position(next);
        }
    }

    /** PNG: length, name, data, checksum. WebP: name, length, data to an even length. */
    private static int inChunks(ByteBuffer bytes, String wanted, boolean png) {
        bytes.order(png ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        while (bytes.remaining() >= 8) {
            int length = png ? bytes.getInt() : 0;
            String name = text(bytes, 4);
            length = png ? length : bytes.getInt();
            if (name.equals(wanted)) {
                return inTiff(bytes.slice());
            }
            bytes.position(Math.addExact(bytes.position(), png ? length + 4 : length + (length & 1)));
        }
        return UPRIGHT;
    }

    private static int inTiff(ByteBuffer bytes) {
        bytes.order(bytes.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        bytes.position(4);
        bytes.position(bytes.getInt());
        int entries = bytes.getShort() & 0xffff;
        for (int i = 0; i < entries; i++) {
            int tag = bytes.getShort() & 0xffff;
            int type = bytes.getShort();
            int count = bytes.getInt();
            int value = bytes.getShort();
            bytes.getShort();
            if (tag == TAG) {
                return type == SHORT && count == 1 && value >= 1 && value <= 8 ? value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Turns a picture upright. */
    static PixelImage apply(PixelImage image, int orientation) {
        if (orientation == UPRIGHT) {
            return image;
        }
        int width = image.width();
        int height = image.height();
        int channels = image.channels();
        boolean exchanged = orientation >= 5;
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int rows = exchanged ? width : height;
        int columns = exchanged ? height : width;
        byte[] pixels = new byte[image.pixels().length];
        int at = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = exchanged ? row : column;
                int y = exchanged ? column : row;
                x = fromRight ? width - 1 - x : x;
                y = fromBottom ? height - 1 - y : y;
                System.arraycopy(image.pixels(), (y * width + x) * channels, pixels, at, channels);
                at += channels;
            }
        }
        return new PixelImage(columns, rows, channels, pixels);
    }
}
