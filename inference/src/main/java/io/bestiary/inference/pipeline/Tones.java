package io.bestiary.inference.pipeline;

import io.bestiary.datasets.image.PixelImage;
import java.util.function.DoubleToIntFunction;

/** Pictures of what networks draw, values (C, H, W). */
final class Tones {

    private Tones() {}

    /** Of values in [-1, 1], as a hyperbolic tangent gives them. */
    static PixelImage signed(float[] values, int from, int width, int height, int channels) {
        return picture(values, from, width, height, channels, value ->
                (int) Math.round((Math.max(-1, Math.min(1, value)) + 1) * 127.5));
    }

    /** Of values in [0, 1]. */
    static PixelImage unsigned(float[] values, int from, int width, int height, int channels) {
        return picture(
                values,
                from,
                width,
                height,
                channels,
                value -> Math.round(255 * Math.max(0, Math.min(1, (float) value))));
    }

    private static PixelImage picture(
            float[] values, int from, int width, int height, int channels, DoubleToIntFunction tone) {
        int area = width * height;
        byte[] pixels = new byte[area * channels];
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < area; i++) {
                pixels[i * channels + c] = (byte) tone.applyAsInt(values[from + c * area + i]);
            }
        }
        return new PixelImage(width, height, channels, pixels);
    }
}
