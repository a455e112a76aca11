package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does wrong: exit code 2, a message that names it, no stack trace, and no run folder left behind. */
class UserMistakesTest {
    private static final String RECIPE = """
        task: image-classification
        model: lenet5
        data: digits
        training:
          epochs: 1
        """;

    @TempDir
    private Path folder;

    private Path recipe(String text) throws IOException {
        return Files.writeString(folder.resolve("recipe.yaml"), text);
    }

    private CommandLineRun refused(Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.exit()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).doesNotContain("\tat ").doesNotContain("Exception");
        assertThat(folder.resolve("run")).doesNotExist();
        return run;
    }

    private CommandLineRun refusedTraining(String text, Object... more) throws IOException {
        Object[] arguments = new Object[4 + more.length];
        arguments[0] = "train";
        arguments[1] = recipe(text);
        arguments[2] = "--run";
        arguments[3] = folder.resolve("run");
        System.arraycopy(more, 0, arguments, 4, more.length);
        return refused(arguments);
    }

    @Test
    void reportsAllMistakesOfARecipeAtOnce() throws IOException {
        CommandLineRun run = refusedTraining("""
            task: image-clasification
            model: lenet4
            data: digitz
            training:
              epohcs: 3
              batch: many
              workers: -1
            """);
        assertThat(run.err())
                .contains("recipe.yaml:1: task: ", "did you mean image-classification?")
                .contains("recipe.yaml:2: model.name: ", "did you mean lenet5?")
                .contains("recipe.yaml:5: training.epohcs: ", "did you mean epochs?")
                .contains("recipe.yaml:6: training.batch: must be a whole number, got \"many\"")
                .contains("recipe.yaml:7: training.workers: must be between 0 and 256, got -1");
    }

    @Test
    void namesTheNearestDataSet() throws IOException {
        assertThat(refusedTraining(RECIPE.replace("digits", "fashion-minst")).err())
                .contains("recipe.yaml:3: data.name: ", "did you mean fashion-mnist?");
    }

    @Test
    void checksOverridesByTheSameRules() throws IOException {
        assertThat(refusedTraining(RECIPE, "--set", "training.optimizer.rate=-1", "--set", "model.classes=0")
                        .err())
                .contains(
                        "--set training.optimizer.rate=-1: training.optimizer.rate: must be between 0 and 1000, got -1")
                .contains("--set model.classes=0: model.classes: must be between 1 and 100000, got 0");
    }

    @Test
    void refusesClassesThatDoNotFitTheData() throws IOException {
        assertThat(refusedTraining(RECIPE.replace("model: lenet5", "model: {name: lenet5, classes: 12}"))
                        .err())
                .contains("recipe.yaml:2: model.classes: must be 10, as the data have, got 12");
    }

    @Test
    void refusesPicturesTooSmallForTheNetwork() throws IOException {
        assertThat(refusedTraining(RECIPE + "preprocess: {size: 8}\n").err())
                .contains("image_size: must be between 12 and 1024, got 8");
    }

    @Test
    void namesTheRecipeThatWasMeant() throws IOException {
        recipe(RECIPE);
        assertThat(refused("train", folder.resolve("recipes.yaml")).err())
                .contains("recipes.yaml", "did you mean recipe.yaml?");
    }

    @Test
    void refusesMissingData() throws IOException {
        assertThat(refusedTraining(RECIPE.replace("digits", "{name: image-folder, path: nowhere}"))
                        .err())
                .contains("nowhere");
    }

    @Test
    void namesTheOptionThatWasMeantAndNoMore() {
        assertThat(refused("serve", "run", "--prot", "80").err().lines())
                .containsExactly(
                        "Unknown option: '--prot'; did you mean --port? (bestiary serve --help shows what there is)");
        assertThat(refused("predikt", "run").err().lines())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).endsWith("; did you mean predict? (bestiary --help shows what there is)"));
        assertThat(refused("serve", "run", "--max-body", "5000").err().lines())
                .containsExactly("--max-body: must be between 1 and 1024, got 5000");
    }

    @Test
    void refusesAnUnknownEngine() throws IOException {
        assertThat(refusedTraining(RECIPE, "--engine", "tensorflow").err())
                .contains("--set engine=tensorflow: engine: must be a known engine, got \"tensorflow\" (allowed:"
                        + " pytorch, mxnet)");
    }

    @Test
    void refusesAGpuThatIsNotThere() throws IOException {
        assertThat(refusedTraining(RECIPE, "--device", "gpu:99").err())
                .contains("device: PyTorch sees ", "on this machine, got gpu:99; --device cpu runs everywhere");
    }

    @Test
    void refusesAnOccupiedRunFolder() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("thesis.txt"), "mine");
        assertThat(refused("train", recipe(RECIPE), "--run", other).err())
                .contains(other + ": must be empty or hold a run, holds other files");
        assertThat(other.resolve("thesis.txt")).hasContent("mine");
    }

    @Test
    void refusesARunFolderThatCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(refused("train", recipe(RECIPE), "--run", file.resolve("run"))
                        .err())
                .contains(file.resolve("run") + ": cannot be written");
    }

    @Test
    void refusesAFolderThatIsNoCheckpoint() {
        assertThat(refused("predict", folder, folder).err()).contains(folder.toString());
    }

    @Test
    void refusesAnUnknownNetworkToShow() {
        assertThat(refused("show", "resnet19").err()).contains("resnet19: no such network; did you mean resnet1");
    }

    private static final String FORECAST = """
        task: forecasting
        model: {name: gru_forecaster, context: 4, horizon: 2}
        data: {name: series-csv, path: %s, date: date}
        """;

    @Test
    void refusesASeriesWithAGap() throws IOException {
        Path series = folder.resolve("series.csv");
        Files.writeString(series, "date,a\n2024-01-01,1\n2024-01-02,2\n2024-01-04,3\n2024-01-05,3\n");
        assertThat(refusedTraining(FORECAST.formatted(series)).err())
                .contains("series.csv:4: date: must be 2024-01-03, one step of 24h after the row before");
    }

    @Test
    void refusesSizesThatDoNotFitTheSeries() throws IOException {
        String recipe = "task: forecasting\nmodel: {name: gru_forecaster, channels: 2}\ndata: waves\n";
        assertThat(refusedTraining(recipe).err())
                .contains("recipe.yaml:2: model.channels: must be 3, as the data have, got 2");
        assertThat(refusedTraining("task: forecasting\nmodel: gru_forecaster\ndata: waves\nwindows: {season: 99}\n")
                        .err())
                .contains("recipe.yaml:4: windows.season: must be at most the 96 rows that are read, got 99");
    }
}
