package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.image.Gaussians;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.recipe.RecipeException;
import io.bestiary.zoo.checkpoint.CheckpointException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageGenerationTaskTest {
    private static final String RING = """
        task: image-generation
        model: {name: mlp_gan, latent_size: 2, width: 16}
        data: {name: ring, examples: 1000}
        """;

    private static Recipe read(String... overrides) {
        return Tasks.read(Document.parse(RING, "recipe").set(List.of(overrides)));
    }

    private static LearningTask open(String... overrides) {
        return Tasks.open(read(overrides), DataFolders.of(null));
    }

    @Test
    void refusesThePenaltyOnMxnetWithTheReason() {
        assertThat(read("loss=wasserstein-penalty").task()).hasToString("image-generation");
        assertThatThrownBy(() -> read("loss=wasserstein-penalty", "engine=mxnet"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("loss.name: wasserstein-penalty differentiates gradients, which DJL reaches with"
                        + " pytorch only, got engine mxnet; wasserstein, with clipping, runs on both");
    }

    @Test
    void refusesThePenaltyWhereTheDiscriminatorNormalizesOverTheBatch() {
        assertThatThrownBy(() -> Tasks.read(Document.parse(
                        "task: image-generation\nmodel: dcgan28\ndata: digits\nloss: wasserstein-penalty\n", "recipe")))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(
                        "recipe:4: loss.name: wasserstein-penalty is of each picture's own slope, so that the"
                                + " discriminator must have no batch normalization, got dcgan28");
    }

    @Test
    void refusesClassesForPointsAndSizesThatTheDataDoNotHave() {
        assertThatThrownBy(() -> open("model=conditional_gan"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("must draw without classes, as the points have none, got conditional_gan");
        assertThatThrownBy(() -> open("model.image_size=8"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("model.image_size: must be 1, as the data have, got 8");
        assertThatThrownBy(() -> open("data.name=digits", "model=dcgan28", "model.image_size=9"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining(
                        "image_size: must be 8, 14, 16, 28, 32, 56, 64 or another double of these, got 9");
    }

    @Test
    void refusesAJudgeThatIsNone(@TempDir Path folder) {
        String digits = "task: image-generation\nmodel: {name: mlp_gan, image_size: 8}\ndata: digits\nmeasure: {judge: "
                + folder + "}\n";
        assertThatThrownBy(() -> Tasks.open(Tasks.read(Document.parse(digits, "recipe")), DataFolders.of(null)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("measure.judge: must be a trained picture classifier: " + folder);
    }

    @Test
    void namesValuesThatAreOutOfBounds() {
        assertThatThrownBy(
                        () -> read("loss={name: wasserstein, clip: 0}", "discriminator={steps: 0}", "data.deviation=1"))
                .isInstanceOf(RecipeException.class)
                .hasMessageContaining("clip: must be above 0 and at most 1000.0, got 0.0")
                .hasMessageContaining("steps: must be between 1 and 1000, got 0")
                .hasMessageContaining("deviation: must be above 0 and at most 0.5, got 1.0");
    }

    @Test
    void aStepHasABatchForEachUpdateOfTheDiscriminator() {
        LearningTask task = open("training.batch=32", "discriminator={steps: 3}");
        List<int[]> batches = task.plan().batches(0);
        assertThat(batches).hasSize(10).allMatch(batch -> batch.length == 96);
        assertThat(task.updates("discriminator")).isEqualTo(3);
        assertThat(task.updates("generator")).isEqualTo(1);
    }

    @Test
    void eachPartHasItsOptimizerOrThatOfTheTraining() {
        Recipe recipe = read("generator={optimizer: {name: sgd, rate: 0.5}}");
        LearningTask task = Tasks.open(recipe, DataFolders.of(null));
        assertThat(task.optimizer("generator", recipe.training()).rate()).isEqualTo(0.5);
        assertThat(task.optimizer("discriminator", recipe.training()))
                .isEqualTo(recipe.training().optimizer());
        assertThat(recipe.toYaml(task.architecture(), task.sections())).contains("name: sgd");
        Recipe again = Tasks.read(Document.parse(recipe.toYaml(task.architecture(), task.sections()), "again"));
        assertThat(again.sections()).isEqualTo(task.sections());
    }

    /** 8 points at each centre but one, and 8 in the middle of the ring. */
    @Test
    void countsModesAndWhatIsNearThem() {
        PointDrawings drawings = new PointDrawings(new Gaussians("ring", 1000, 0.02, 0), 64);
        List<double[]> points = new ArrayList<>();
        double[][] centres = drawings.gaussians().centres();
        for (int k = 0; k < 8; k++) {
            for (int i = 0; i < 8; i++) {
                points.add(k == 0 ? new double[2] : new double[] {centres[k][0] + 0.059, centres[k][1]});
            }
        }
        Map<String, Double> metrics =
                drawings.measure(points.toArray(double[][]::new)).metrics();
        assertThat(metrics).containsEntry("modes", 7.0).containsEntry("quality", 7.0 / 8);
        assertThat(metrics.get("balance")).isCloseTo(7.0 / 8, within(1e-12));
        points.replaceAll(point -> new double[] {2.061, 0});
        assertThat(drawings.measure(points.toArray(double[][]::new)).metrics()).containsEntry("modes", 0.0);
        points.replaceAll(point -> centres[3]);
        assertThat(drawings.measure(points.toArray(double[][]::new)).metrics())
                .containsEntry("quality", 1.0)
                .containsEntry("balance", 1.0 / 8);
    }

    /** Within 3 deviations of its centre lies a point of the plane with probability 1 - exp(-9/2) = 0.98889. */
    @Test
    void realPointsScoreAsTheNormalDistributionSays() {
        for (String name : List.of("ring", "grid")) {
            PointDrawings drawings = new PointDrawings(new Gaussians(name, 1000, 0.02, 0), 20_000);
            Map<String, Double> metrics = drawings.floor(SplitName.TEST).metrics();
            assertThat(metrics.get("quality")).isCloseTo(0.98889, within(0.003));
            assertThat(metrics.get("modes")).isEqualTo(name.equals("ring") ? 8.0 : 25.0);
        }
    }

    private static Map<String, Double> epoch(double diversity, double loss) {
        return Map.of("train_diversity", diversity, "train_discriminator_loss", loss);
    }

    @Test
    void saysACollapseWhenItHasLastedThreeEpochs() {
        LearningTask task = open();
        assertThat(task.concern(List.of(epoch(0.1, 1), epoch(0.1, 1)))).isEmpty();
        assertThat(task.concern(List.of(epoch(0.9, 1), epoch(0.1, 1), epoch(0.1, 1))))
                .isEmpty();
        assertThat(task.concern(List.of(epoch(0.9, 1), epoch(0.2, 1), epoch(0.1, 1), epoch(0.1, 1))))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("COLLAPSE: for 3 epochs the drawings have differed less than 25 % as much"));
        assertThat(task.concern(List.of(epoch(0.9, 0.01), epoch(0.9, 0.001), epoch(0.9, 0))))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("COLLAPSE: for 3 epochs the discriminator's loss has been below 0.02"));
        LearningTask wasserstein = open("loss=wasserstein");
        assertThat(wasserstein.concern(List.of(epoch(0.9, -5), epoch(0.9, -5), epoch(0.9, -5))))
                .as("a negative loss is no collapse there")
                .isEmpty();
    }
}
