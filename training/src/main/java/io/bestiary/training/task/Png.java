package io.bestiary.training.task;

import io.bestiary.datasets.image.PixelImage;
import io.bestiary.training.task.Exhibit.Picture;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Pictures of data as PNG files to look at. */
public final class Png {
    private static final int SMALL = 64;
    private static final int LARGE = 256;

    private Png() {}

    /** A picture at a size to look at: of small ones every pixel shows, large ones are made smaller. */
    public static Picture picture(PixelImage image, String caption) {
        int longest = Math.max(image.width(), image.height());
        double scale =
                longest < SMALL ? Math.ceil((double) SMALL / longest) : longest > LARGE ? (double) LARGE / longest : 1;
        int width = Math.max(1, (int) Math.round(image.width() * scale));
        int height = Math.max(1, (int) Math.round(image.height() * scale));
        BufferedImage shown = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = shown.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                scale > 1
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image.toBufferedImage(), 0, 0, width, height, null);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(shown, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Picture(bytes.toByteArray(), caption);
    }
}
