package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.bestiary.datasets.Batch;
import io.bestiary.datasets.DataFolders;
import io.bestiary.training.recipe.Document;
import io.bestiary.training.task.LearningTask.Learning;
import io.bestiary.training.task.LearningTask.Step;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A batch as a whole or cut in parts, as {@code training.micro_batch} does: every task's loss and gradients are the same, the
 * parts weighed by what the task says they count. U-Net is not among them: its norms are over the batch, whatever that is.
 */
class WholeOrPartsTest {
    private static final String TRANSFORMER = "hidden_size: 8, heads: 2, layers: 1, dropout: 0";

    @TempDir
    static Path folder;

    /** Texts of one to nine words, and a sentence of as many tagged words for each. */
    @BeforeAll
    static void write() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        StringBuilder texts = new StringBuilder("text,label\n");
        StringBuilder tagged = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            String[] words = random.ints(1 + random.nextInt(9), 0, 12)
                    .mapToObj(word -> "w" + word)
                    .toArray(String[]::new);
            texts.append("n").append(i).append(' ').append(String.join(" ", words));
            texts.append(i % 2 == 0 ? ",even\n" : ",odd\n");
            for (int w = 0; w < words.length; w++) {
                tagged.append(w + 1)
                        .append('\t')
                        .append(words[w])
                        .append("\t_\t")
                        .append(w % 2 == 0 ? "A" : "B");
                tagged.append("\t_\t_\t_\t_\t_\t_\n");
            }
            tagged.append('\n');
        }
        Files.writeString(folder.resolve("texts.csv"), texts);
        Files.writeString(folder.resolve("tagged.conllu"), tagged);
        Files.writeString(
                folder.resolve("lines.txt"), texts.toString().lines().skip(1).collect(Collectors.joining("\n")));
    }

    static Stream<Arguments> recipes() {
        String csv = "data: {name: csv, path: FOLDER/texts.csv}";
        String conllu = "data: {name: conllu, path: FOLDER/tagged.conllu}";
        String lines = "data: {name: text-lines, path: FOLDER/lines.txt}";
        String waves = "data: {name: waves, rows: 600}";
        String shapes = "data: {name: wave-shapes, examples: 100}";
        return Stream.of(
                        recipe("text-classification", "lstm_classifier, hidden_size: 8, dropout: 0", csv),
                        recipe("token-classification", "lstm_tagger, hidden_size: 8, dropout: 0", conllu),
                        recipe("language-modeling", "gpt_mini, context: 48, " + TRANSFORMER, lines),
                        recipe("language-modeling", "bert_tiny_masked_language, context: 48, dropout: 0", lines),
                        recipe(
                                "translation",
                                "transformer_small_pre_norm, tables: separate, " + TRANSFORMER,
                                "data: numbers-in-words",
                                "loss: {label_smoothing: 0.1}"),
                        recipe("forecasting", "lstm_forecaster, context: 24, horizon: 6, dropout: 0", waves),
                        recipe("series-classification", "lstm_series_classifier, context: 60, dropout: 0", shapes),
                        recipe("image-classification", "lenet5", "data: digits"),
                        recipe("image-reconstruction", "conv_autoencoder, image_size: 8", "data: digits"))
                .flatMap(recipe -> Stream.of("pytorch", "mxnet").map(engine -> Arguments.of(recipe, engine)));
    }

    private static String recipe(String task, String model, String... more) {
        return "task: " + task + "\nmodel: {name: " + model + "}\n" + String.join("\n", more) + "\n";
    }

    /** Computes losses and adds up gradients, weighed. */
    private static final class Sum implements Learning {
        private final Network network;
        private final Map<String, double[]> gradients = new LinkedHashMap<>();
        private double weight;

        Sum(Network network) {
            this.network = network;
        }

        @Override
        public double update(Supplier<NDArray> loss) {
            network.parameters().values().stream()
                    .filter(parameter -> parameter.requiresGradient())
                    .map(parameter -> parameter.getArray().getGradient())
                    .forEach(gradient -> gradient.subi(gradient));
            try (GradientCollector tape = network.manager().getEngine().newGradientCollector()) {
                NDArray value = loss.get();
                tape.backward(value);
                network.parameters().forEach((name, parameter) -> {
                    if (parameter.requiresGradient()) {
                        float[] values = parameter.getArray().getGradient().toFloatArray();
                        double[] sum = gradients.computeIfAbsent(name, key -> new double[values.length]);
                        Arrays.setAll(sum, i -> sum[i] + weight * values[i]);
                    }
                });
                return value.getFloat();
            }
        }
    }

    private record Result(double loss, Map<String, double[]> gradients) {}

    private static Result learn(LearningTask task, Network network, Batch batch, int... borders) {
        double total = task.weight(batch);
        double loss = 0;
        double seen = 0;
        Sum sum = new Sum(network);
        for (int i = 0; i + 1 < borders.length; i++) {
            Batch part = batch.slice(borders[i], borders[i + 1]);
            sum.weight = task.weight(part) / total;
            seen += sum.weight;
            try (NDManager arrays = network.manager().newSubManager()) {
                loss += sum.weight
                        * task.step(new Step(network, part, arrays), Map.of("", sum))
                                .get("loss");
            }
        }
        assertThat(seen).isCloseTo(1, within(1e-9));
        return new Result(loss, sum.gradients);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void giveTheSameLossAndGradients(String recipe, String engine) {
        String text = recipe.replace("FOLDER", folder.toString()) + "training: {batch: 7}\n";
        LearningTask task = Tasks.open(Tasks.read(Document.parse(text, "recipe")), DataFolders.of(null));
        int[] batch = task.plan().batches(0).stream()
                .filter(indices -> indices.length == 7)
                .findFirst()
                .orElseThrow();
        try (NDManager manager = Backend.of(engine, "cpu").newManager();
                Network network = Network.create(task.architecture(), manager, 5)) {
            Batch examples = task.collator().collate(batch, 0);
            Result whole = learn(task, network, examples, 0, 7);
            Result parts = learn(task, network, examples, 0, 1, 5, 7);
            assertThat(parts.loss()).isCloseTo(whole.loss(), within(1e-5 * Math.max(1, whole.loss())));
            double largest = 0;
            for (Map.Entry<String, double[]> gradient : whole.gradients().entrySet()) {
                double size =
                        Arrays.stream(gradient.getValue()).map(Math::abs).max().orElse(0);
                largest = Math.max(largest, size);
                assertThat(parts.gradients().get(gradient.getKey()))
                        .as(gradient.getKey())
                        .containsExactly(gradient.getValue(), within(2e-5 * Math.max(1, size)));
            }
            assertThat(largest).as("gradients that are not 0").isGreaterThan(1e-3);
        }
    }
}
