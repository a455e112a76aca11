package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.image.LabelledImage;
import io.bestiary.datasets.image.NamedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way of a user: train on real digits, measure, and answer, on both engines and from one to the other. */
class FromRecipeToAnswerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path RECIPE = Path.of("../configs/cnn/lenet5-digits.yaml");
    /** The data set's own notes: k-nearest neighbours, k = 1. */
    private static final double NEAREST_NEIGHBOUR = 0.98;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"pytorch, mxnet", "mxnet, pytorch"})
    void learnsDigitsAndAnswersOnBothEngines(String engine, String other) throws IOException {
        Path run = folder.resolve(engine);
        CommandLineRun training = CommandLineRun.of("train", RECIPE, "--engine", engine, "--run", run);
        assertThat(training.exit()).as(training.err()).isZero();
        JsonNode result = JSON.readTree(Files.readString(run.resolve("result.json")));
        assertThat(result.at("/metrics/accuracy").asDouble()).isGreaterThanOrEqualTo(NEAREST_NEIGHBOUR);
        assertThat(result.at("/floor/accuracy").asDouble()).isCloseTo(182.0 / 1797, within(1e-9)); // class 1, counted
        assertThat(result.at("/engine").asText()).isEqualTo(engine);
        assertThat(result.at("/parameters").asLong()).isEqualTo(61_706);
        assertThat(training.out()).contains("accuracy").contains("majority class");

        CommandLineRun evaluation = CommandLineRun.of("evaluate", run, "--engine", other, "--json");
        assertThat(evaluation.exit()).as(evaluation.err()).isZero();
        assertThat(JSON.readTree(evaluation.out()).at("/metrics/accuracy").asDouble())
                .isCloseTo(result.at("/metrics/accuracy").asDouble(), within(0.001));

        Dataset<LabelledImage> test = new NamedImages("digits", 0.1, 0)
                .open(DataFolders.of(null))
                .splits()
                .test();
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        for (int i = 0; i < test.size(); i++) {
            ImageIO.write(
                    test.get(i).image().toBufferedImage(),
                    "png",
                    pictures.resolve("%04d.png".formatted(i)).toFile());
        }
        List<JsonNode> here = predict(run, pictures, engine);
        List<JsonNode> there = predict(run, pictures, other);
        int right = 0;
        int equal = 0;
        for (int i = 0; i < test.size(); i++) {
            assertThat(here.get(i).get("input").asText()).endsWith("%04d.png".formatted(i));
            JsonNode best = here.get(i).at("/predictions/0");
            JsonNode otherBest = there.get(i).at("/predictions/0");
            right += best.get("name").asInt() == test.get(i).label() ? 1 : 0;
            equal += best.get("name").equals(otherBest.get("name")) ? 1 : 0;
            assertThat(otherBest.get("probability").asDouble())
                    .isCloseTo(best.get("probability").asDouble(), within(1e-3));
        }
        assertThat((double) right / test.size())
                .as("predict answers as validation measured")
                .isEqualTo(result.at("/metrics/accuracy").asDouble());
        assertThat((double) equal / test.size()).isGreaterThanOrEqualTo(0.999);
    }

    private static List<JsonNode> predict(Path run, Path pictures, String engine) throws IOException {
        CommandLineRun prediction = CommandLineRun.of("predict", run, pictures, "--engine", engine);
        assertThat(prediction.exit()).as(prediction.err()).isZero();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : prediction.out().lines().toList()) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    @Test
    void goesOnAfterAnInputThatIsNoPicture() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        CommandLineRun training = CommandLineRun.of("train", RECIPE, "--set", "training.epochs=1", "--run", run);
        assertThat(training.exit()).as(training.err()).isZero();
        Path text = Files.writeString(folder.resolve("a.jpg"), "no picture");
        Path picture = folder.resolve("b.png");
        ImageIO.write(new java.awt.image.BufferedImage(9, 7, 1), "png", picture.toFile());
        Path output = folder.resolve("answers.jsonl");
        CommandLineRun prediction = CommandLineRun.of("predict", run, text, picture, "--output", output);
        assertThat(prediction.exit()).isZero();
        List<String> rows = Files.readAllLines(output);
        assertThat(rows).hasSize(2);
        assertThat(JSON.readTree(rows.get(0)).get("error").asText()).contains("a.jpg", "must be a picture");
        assertThat(JSON.readTree(rows.get(1)).at("/predictions")).hasSize(5);
        assertThat(prediction.err()).contains("1 answered, 1 errors");

        ChildProcess.Ended example = example(run, picture);
        assertThat(example.exit()).as(example.output()).isZero();
        String best = JSON.readTree(rows.get(1)).at("/predictions/0/name").asText();
        assertThat(example.output().lines().filter(line -> line.matches("\\d 0\\.\\d{3}")))
                .hasSize(3)
                .first()
                .asString()
                .startsWith(best + " ");

        CommandLineRun again = CommandLineRun.of("train", RECIPE, "--run", run);
        assertThat(again.exit()).isEqualTo(2);
        assertThat(again.err()).contains(run + ": already holds a run that ended; --run names another folder");
    }

    /** The README's example, compiled and run as an application that has no trainer on its class path. */
    private ChildProcess.Ended example(Path run, Path picture) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(ChildProcess.command(entry -> !entry.contains("/training/"), run, picture));
        command.set(
                command.indexOf(Bestiary.class.getName()),
                "../inference/src/test/java/io/bestiary/inference/ClassifyPicture.java");
        return ChildProcess.run(command, Map.of(), folder.resolve("example.log"));
    }

    @Test
    void stopsWhenTheLossIsNoLongerANumber() {
        CommandLineRun training = CommandLineRun.of(
                "train",
                RECIPE,
                "--run",
                folder.resolve("run"),
                "--set",
                "training.optimizer={name: sgd, rate: 1000, weight_decay: 100}");
        assertThat(training.exit()).isEqualTo(1);
        assertThat(training.err())
                .containsPattern("step \\d+: the loss is (NaN|Infinity); the first values that are not finite: the"
                        + " (block|parameter) ")
                .doesNotContain("\tat ");
    }
}
