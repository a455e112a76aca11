package io.bestiary.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.BatchPlan;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Loader;
import io.bestiary.datasets.Seeds;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final Augmentation ALL = new Augmentation(2, 1, 0.5, 15, 0.5);

    /** One white pixel in the middle of 9x9. */
    private static PixelImage dot() {
        byte[] pixels = new byte[81];
        pixels[40] = -1;
        return new PixelImage(9, 9, 1, pixels);
    }

    private static int place(PixelImage image) {
        return IntStream.range(0, image.pixels().length)
                .filter(i -> image.pixels()[i] == -1)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shiftsEvenlyToAllPlacesWithinReachAndNoOther() {
        int[] counts = new int[81];
        Augmentation shift = new Augmentation(1, 0, 0, 0, 0);
        for (int i = 0; i < 9000; i++) {
            counts[place(shift.apply(dot(), Seeds.of(1, "test", i)))]++;
        }
        List<Integer> reached =
                IntStream.range(0, 81).filter(i -> counts[i] > 0).boxed().toList();
        assertThat(reached).containsExactly(30, 31, 32, 39, 40, 41, 48, 49, 50);
        // 1000 each; five standard deviations of a binomial are 149.
        assertThat(reached).allSatisfy(i -> assertThat(counts[i]).isBetween(851, 1149));
    }

    @Test
    void flipsLeftAndRightAsOftenAsAsked() {
        PixelImage image = new PixelImage(3, 1, 1, new byte[] {1, 2, 3});
        Augmentation flip = new Augmentation(0, 0, 0.25, 0, 0);
        int flipped = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] pixels = flip.apply(image, Seeds.of(2, "test", i)).pixels();
            flipped += pixels[0] == 3 ? 1 : 0;
            assertThat(pixels).isIn(new byte[] {1, 2, 3}, new byte[] {3, 2, 1});
        }
        assertThat(flipped).isBetween(863, 1137);
    }

    @Test
    void erasesARectangleOfTheSizeThatThePaperNames() {
        Augmentation erasing = new Augmentation(0, 0, 0, 0, 1);
        Set<Integer> areas = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            byte[] pixels = erasing.apply(Pictures.grey(40, 40, 255), Seeds.of(3, "test", i))
                    .pixels();
            areas.add((int) IntStream.range(0, pixels.length)
                    .filter(at -> pixels[at] == 0)
                    .count());
        }
        // Sides are rounded to whole pixels: half a pixel on each of two sides of at most 40.
        assertThat(areas)
                .hasSizeGreaterThan(50)
                .allSatisfy(area -> assertThat(area).isBetween((int) (0.02 * 1600) - 20, (int) (0.33 * 1600) + 40));
    }

    @Test
    void turnsNoFurtherThanAsked() {
        PixelImage half = Geometry.rotate(dot(), 90);
        assertThat(place(half)).isEqualTo(40);
        PixelImage image = Pictures.grey(9, 9, 200);
        assertThat(new Augmentation(0, 0, 0, 10, 0)
                        .apply(image, Seeds.of(4, "test", 0))
                        .pixels())
                .hasSize(81)
                .isNotEqualTo(image.pixels());
    }

    @Test
    void leavesEverythingAloneByDefault() {
        PixelImage image = dot();
        assertThat(Augmentation.DEFAULTS.apply(image, Seeds.of(1, "test")).pixels())
                .isEqualTo(image.pixels());
    }

    @Test
    void batchesAreAFunctionOfSeedEpochAndIndexWhateverTheNumberOfWorkers() {
        List<float[]> alone = batches(0, 1, 3);
        assertThat(batches(1, 1, 3)).usingRecursiveComparison().isEqualTo(alone);
        assertThat(batches(4, 1, 3)).usingRecursiveComparison().isEqualTo(alone);
        assertThat(Arrays.equals(batches(0, 2, 3).get(0), alone.get(0))).isFalse();
        assertThat(Arrays.equals(batches(0, 1, 4).get(0), alone.get(0))).isFalse();
    }

    private static List<float[]> batches(int workers, long seed, int epoch) {
        List<LabelledImage> examples = IntStream.range(0, 50)
                .mapToObj(i -> new LabelledImage("" + i, Pictures.grey(12, 12, 5 * i), i % 3))
                .toList();
        ImagePreprocessor preprocessor = new ImagePreprocessor(8, 8, 1, List.of(0.5), List.of(0.5), Resize.STRETCH);
        ImageCollator collator = new ImageCollator(Dataset.of(examples), preprocessor, ALL, seed);
        List<float[]> values = new ArrayList<>();
        try (Loader loader = new Loader(BatchPlan.shuffled(50, 8, seed), collator, workers);
                Loader.Batches batches = loader.epoch(epoch, 0)) {
            while (batches.hasNext()) {
                Batch batch = batches.next();
                values.add(((FloatBuffer) batch.inputs().get(0).data()).array());
            }
        }
        return values;
    }

    @Test
    void namesTheRuleThatIsBroken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(-1, 0, 0, 0, 0))
                .withMessage("shift: must be between 0 and 1024, got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(0, 0, 1.5, 0, 0))
                .withMessage("flip: must be between 0 and 1, got 1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Augmentation(0, 0, 0, Double.NaN, 0))
                .withMessage("rotation: must be between 0 and 180, got NaN");
    }
}
