package io.bestiary.inference.pipeline;

import io.bestiary.datasets.image.PixelImage;

/** What networks that end in a hyperbolic tangent draw. */
final class Tones {

    private Tones() {}

    /** Values (C, H, W) in [-1, 1] as pixels. */
    static PixelImage picture(float[] values, int from, int width, int height, int channels) {
        int area = width * height;
        byte[] pixels = new byte[area * channels];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < area; i++) {
                double value = Math.max(-1, Math.min(1, values[from + c * area + i]));
                pixels[i * channels + c] = (byte) Math.round((value + 1) * 127.5);
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }
}
