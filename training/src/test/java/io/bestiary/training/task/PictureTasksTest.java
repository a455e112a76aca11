package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.recipe.RecipeException;
import io.bestiary.training.task.ImageReconstructionRecipe.Distance;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.engine.HostMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses by hand, scores by counting, and what is refused. */
class PictureTasksTest {

    private static LearningTask open(String recipe) {
        return Tasks.open(Tasks.read(Document.parse(recipe, "recipe")), DataFolders.of(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void lossesAreThoseOfTheirFormulas(String engine) {
        try (NDManager manager = Backend.of(engine, "cpu").newManager()) {
            Shape shape = new Shape(2, 1, 1, 2);
            NDArray drawn = HostMemory.array(manager, new float[] {0.5f, 0.25f, 0.9f, 0.1f}, shape);
            NDArray original = HostMemory.array(manager, new float[] {1, 0, 0.5f, 0.1f}, shape);
            double squared = 0.5 * (0.25 + 0.0625 + 0.16 + 0) / 2;
            assertThat(ImageReconstructionTask.distance(drawn, original, Distance.SQUARED)
                            .getFloat())
                    .isCloseTo((float) squared, within(1e-6f));
            double entropy = -(Math.log(0.5)
                            + Math.log(0.75)
                            + 0.5 * Math.log(0.9)
                            + 0.5 * Math.log(0.1)
                            + 0.1 * Math.log(0.1)
                            + 0.9 * Math.log(0.9))
                    / 2;
            assertThat(ImageReconstructionTask.distance(drawn, original, Distance.ENTROPY)
                            .getFloat())
                    .isCloseTo((float) entropy, within(1e-5f));
            NDArray mean = HostMemory.array(manager, new float[] {0, 1, 2, 0}, new Shape(2, 2));
            NDArray logVariance = HostMemory.array(manager, new float[] {0, 0, 1, -1}, new Shape(2, 2));
            double divergence = 0.5 * (0 + 1 + (Math.E + 4 - 1 - 1) + (1 / Math.E + 1 - 1)) / 2;
            assertThat(ImageReconstructionTask.divergence(mean, logVariance).getFloat())
                    .isCloseTo((float) divergence, within(1e-5f));
            NDArray margin = HostMemory.array(manager, new float[] {2, -1}, new Shape(1, 1, 2));
            NDArray truth = HostMemory.array(manager, new float[] {1, 0}, new Shape(1, 1, 2));
            double cross = (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(-1))) / 2;
            assertThat(ImageSegmentationTask.loss(margin, truth, 0).getFloat()).isCloseTo((float) cross, within(1e-5f));
            double first = 1 / (1 + Math.exp(-2));
            double second = 1 / (1 + Math.exp(1));
            double overlap = (2 * first + 1) / (first + second + 1 + 1);
            assertThat(ImageSegmentationTask.loss(margin, truth, 3).getFloat())
                    .isCloseTo((float) (cross + 3 * (1 - overlap)), within(1e-5f));
            NDArray other = HostMemory.array(manager, new float[] {1, 3}, new Shape(1, 1, 2));
            NDArray none = HostMemory.array(manager, new float[] {0, 0}, new Shape(1, 1, 2));
            float alone = ImageSegmentationTask.loss(other, none, 3).getFloat();
            NDArray both = ImageSegmentationTask.loss(margin.concat(other, 0), truth.concat(none, 0), 3);
            assertThat(both.getFloat()).isCloseTo((float) (cross + 3 * (1 - overlap) + alone) / 2, within(1e-5f));
        }
    }

    private static PixelImage mask(int... belongs) {
        byte[] pixels = new byte[belongs.length];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (belongs[i] * 255);
        }
        return new PixelImage(pixels.length, 1, 1, pixels);
    }

    @Test
    void scoresAreMeansOverPictures() {
        MaskScore score = new MaskScore();
        score.add(mask(1, 1, 0, 0), mask(1, 0, 1, 0));
        assertThat(score.metrics()).containsEntry("dice", 0.5).containsEntry("iou", 1.0 / 3);
        score.add(mask(0, 0, 0, 0), mask(0, 0, 0, 0));
        assertThat(score.metrics()).containsEntry("dice", 0.75).containsEntry("iou", 2.0 / 3);
        score.add(mask(1, 1, 1, 1), mask(0, 0, 0, 0));
        assertThat(score.metrics()).containsEntry("dice", 0.5);
    }

    @Test
    void oneThresholdDividesLightFromDark() {
        PixelImage grey = new PixelImage(4, 1, 1, new byte[] {10, 12, (byte) 200, (byte) 210});
        assertThat(ImageSegmentationTask.divide(grey, true).pixels())
                .containsExactly(mask(0, 0, 1, 1).pixels());
        assertThat(ImageSegmentationTask.divide(grey, false).pixels())
                .containsExactly(mask(1, 1, 0, 0).pixels());
    }

    @Test
    void refusesMasksOfOneClass(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 10; i++) {
            for (String kind : new String[] {"images", "masks"}) {
                Files.createDirectories(folder.resolve(kind));
                Files.write(
                        folder.resolve(kind).resolve(i + ".png"),
                        mask(0, 0, 0, 0).toPng());
            }
        }
        assertThatThrownBy(
                        () -> open("task: image-segmentation\nmodel: unet_small\ndata: {name: image-mask-folder, path: "
                                + folder + "}\n"))
                .isInstanceOf(DataException.class)
                .hasMessage(folder
                        + ": the masks of the 7 training pictures must hold two classes, found that nothing belongs in"
                        + " all of them");
    }

    @Test
    void refusesSizesThatDoNotGoTogether() {
        assertThatThrownBy(() ->
                        open("task: image-reconstruction\nmodel: {name: conditional_vae, classes: 3}\ndata: digits\n"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("model.classes: must be 10, as the data have, got 3");
        assertThatThrownBy(() -> open(
                        "task: image-reconstruction\nmodel: conv_autoencoder\ndata: digits\npreprocess: {size: 9}\n"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("image_size: must be divisible by 4");
    }

    /** The mean picture's error is the variance of the values over the pictures, if train and test are alike. */
    @Test
    void theMeanPictureIsTheFloor() {
        LearningTask task = open("task: image-reconstruction\nmodel: {name: vae_mnist, image_size: 8}\ndata: digits\n");
        Map<String, Double> floor = task.floor(SplitName.TEST).metrics();
        assertThat(task.floor(SplitName.TRAIN).metrics().get("error")).isBetween(0.07, 0.08);
        assertThat(floor.get("error")).isBetween(0.07, 0.08);
        assertThat(task.metrics()).extracting(Metric::name).containsExactly("error", "elbo");
    }
}
