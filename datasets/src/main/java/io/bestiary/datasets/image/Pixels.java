package io.bestiary.datasets.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;

/**
 * Copies between Java's pictures and ours. Samples are taken as they are stored, as other tools for networks do: Java's
 * own conversion would take grey for linear light and make it brighter, and apply colour profiles.
 */
final class Pixels {
    private static final int WHITE = 255;

    private Pixels() {}

    static PixelImage of(BufferedImage image) {
        return hasPlainSamples(image.getColorModel()) ? fromSamples(image) : fromColors(image);
    }

    private static boolean hasPlainSamples(ColorModel model) {
        int type = model.getColorSpace().getType();
        return model instanceof ComponentColorModel
                && (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB)
                && !model.isAlphaPremultiplied()
                && ((model.getTransferType() == DataBuffer.TYPE_BYTE && model.getComponentSize(0) == 8)
                        || (model.getTransferType() == DataBuffer.TYPE_USHORT && model.getComponentSize(0) == 16));
    }

    private static PixelImage fromSamples(BufferedImage image) {
        ColorModel model = image.getColorModel();
        int width = image.getWidth();
        int height = image.getHeight();
        int bands = model.getNumComponents();
        int channels = model.getNumColorComponents();
        byte[] pixels = new byte[Math.multiplyExact(width * height, channels)];
        for (int y = 0; y < height; y++) {
            byte[] row = bytes(image.getRaster().getDataElements(0, y, width, 1, null));
            int at = y * width * channels;
            if (bands == channels) {
                System.arraycopy(row, 0, pixels, at, row.length);
                continue;
            }
            for (int x = 0; x < width; x++) {
                int alpha = row[x * bands + channels] & 0xff;
                for (int c = 0; c < channels; c++) {
                    pixels[at++] = onWhite(row[x * bands + c] & 0xff, alpha);
                }
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }

    /** Samples of 16 bits become the nearest of 8. */
    private static byte[] bytes(Object samples) {
        if (samples instanceof byte[] bytes) {
            return bytes;
        }
        short[] wide = (short[]) samples;
        byte[] bytes = new byte[wide.length];
        for (int i = 0; i < wide.length; i++) {
            bytes[i] = (byte) (((wide[i] & 0xffff) * 255 + 32767) / 65535);
        }
        return bytes;
    }

    private static PixelImage fromColors(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int channels = image.getColorModel() instanceof IndexColorModel palette && isGrey(palette) ? 1 : 3;
        byte[] pixels = new byte[Math.multiplyExact(width * height, channels)];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int argb : row) {
                for (int c = 0; c < channels; c++) {
                    pixels[at++] = onWhite((argb >> (16 - 8 * c)) & 0xff, argb >>> 24);
                }
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }

    private static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getGreen(i) != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }

    private static byte onWhite(int value, int alpha) {
        return (byte) ((value * alpha + WHITE * (255 - alpha) + 127) / 255);
    }

    static BufferedImage toBufferedImage(PixelImage image) {
        int type = image.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage copy = new BufferedImage(image.width(), image.height(), type);
        copy.getRaster().setDataElements(0, 0, image.width(), image.height(), image.pixels());
        return copy;
    }
}
