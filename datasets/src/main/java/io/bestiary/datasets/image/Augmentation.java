package io.bestiary.datasets.image;

import java.util.SplittableRandom;

/**
 * Random changes to training pictures that leave their class as it is. What moves in from outside is black. Rotation comes
 * first, then the move, the mirror, and the erased rectangle.
 *
 * @param shift most pixels to move by, in each direction, evenly
 * @param cropPadding pixels of black laid around the picture before a part of its size is cut out at random; the same as
 *     a shift by as much, under the name that papers give it, and added to the shift
 * @param flip probability of a mirror image, left and right exchanged, 0 to 1
 * @param rotation most degrees to turn by, in each direction, 0 to 180, evenly
 * @param erasing probability of a black rectangle, 0 to 1: 2 to 33 % of the area, its sides at most 1 to 3.3; Zhong et
 *     al., 2017, https://arxiv.org/abs/1708.04896
 */
public record Augmentation(int shift, int cropPadding, double flip, double rotation, double erasing) {
    /** Leaves every picture as it is. */
    public static final Augmentation NONE = new Augmentation(0, 0, 0, 0, 0);

    /** What a recipe that says nothing gets. */
    public static final Augmentation DEFAULTS = NONE;

    private static final int ERASING_TRIES = 10;

    public Augmentation {
        check("shift", shift, 1024);
        check("crop_padding", cropPadding, 1024);
        check("flip", flip, 1);
        check("rotation", rotation, 180);
        check("erasing", erasing, 1);
    }

    private static void check(String key, double value, int most) {
        if (!(value >= 0 && value <= most)) {
            String got = value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
            throw new IllegalArgumentException(key + ": must be between 0 and " + most + ", got " + got);
        }
    }

    /** Changes a picture, by numbers drawn from the source; the result has the same size. */
    public PixelImage apply(PixelImage image, SplittableRandom random) {
        PixelImage changed = image;
        if (rotation > 0) {
            changed = Geometry.rotate(changed, random.nextDouble(-rotation, rotation));
        }
        if (shift > 0 || cropPadding > 0) {
            int down = around(shift, random) + around(cropPadding, random);
            int right = around(shift, random) + around(cropPadding, random);
            changed = Geometry.translate(changed, image.height(), image.width(), down, right);
        }
        if (flip > 0 && random.nextDouble() < flip) {
            changed = Geometry.flip(changed);
        }
        if (erasing > 0 && random.nextDouble() < erasing) {
            changed = erase(changed, random);
        }
        return changed;
    }

    private static int around(int most, SplittableRandom random) {
        return most == 0 ? 0 : random.nextInt(-most, most + 1);
    }

    /** Draws rectangles until one fits, as the paper does, but not for ever. */
    private static PixelImage erase(PixelImage image, SplittableRandom random) {
        double area = (double) image.width() * image.height();
        double steepest = Math.log(3.3);
        for (int i = 0; i < ERASING_TRIES; i++) {
            double share = random.nextDouble(0.02, 0.33) * area;
            double ratio = Math.exp(random.nextDouble(-steepest, steepest));
            int height = (int) Math.round(Math.sqrt(share * ratio));
            int width = (int) Math.round(Math.sqrt(share / ratio));
            if (height < image.height() && width < image.width()) {
                int top = random.nextInt(image.height() - height + 1);
                int left = random.nextInt(image.width() - width + 1);
                return Geometry.erase(image, top, left, height, width);
            }
        }
        return image;
    }
}
