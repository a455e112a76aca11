package io.bestiary.training.cli;

import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.Resize;
import io.bestiary.datasets.text.Llama2cTokenizer;
import io.bestiary.datasets.text.TextData;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** What stands between inputs and an imported network, which its weights do not tell. */
final class ImportedInput {
    @Option(names = "--labels", paramLabel = "FILE", description = "Names of the classes, a line each.")
    private Path labels;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "tokenizer.json, or the .bin of llama2.c: what a network that reads text needs to answer.")
    private Path tokenizer;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Height and width, if not as published.")
    private Integer size;

    @Option(
            names = "--mean",
            split = ",",
            paramLabel = "R,G,B",
            description = "Of each channel on the scale 0 to 1; if not given, those of ImageNet for colour.")
    private List<Double> mean;

    @Option(names = "--deviation", split = ",", paramLabel = "R,G,B", description = "Of each channel, likewise.")
    private List<Double> deviation;

    @Option(
            names = "--resize",
            paramLabel = "stretch|crop|pad",
            defaultValue = "crop",
            description = "What happens to pictures of another shape (${DEFAULT-VALUE}).")
    private Resize resize;

    /** What a checkpoint keeps beside the network, and what can be done with it. */
    record Serving(Object preprocessor, List<String> labels, Map<String, byte[]> attachments, String use) {

        String advice(Path folder) {
            return use.isEmpty()
                    ? "No command answers with it; it can be exported."
                    : "Use it: bestiary " + use.replace("FOLDER", folder.toString());
        }
    }

    /**
     * Reads what the task needs.
     *
     * @throws CheckpointException naming the option that must be given or does not fit
     */
    Serving serving(Architecture architecture, Task task) {
        if (architecture instanceof ImageClassification pictures) {
            return new Serving(preprocessor(pictures), labels(pictures.classes()), Map.of(), "predict FOLDER INPUT...");
        }
        return switch (task) {
            case LANGUAGE_MODELING -> tokenizer == null ? nothing() : language(architecture);
            default -> nothing();
        };
    }

    private static Serving nothing() {
        return new Serving(Map.of(), List.of(), Map.of(), "");
    }

    private Serving language(Architecture architecture) {
        Tokenizer cuts = tokenizer();
        Object vocabulary = Hyperparameters.values(architecture).get("vocabulary");
        if (!vocabulary.equals(cuts.size())) {
            throw new CheckpointException(
                    tokenizer + ": must have " + vocabulary + " tokens, as many as the network, has " + cuts.size());
        }
        // Where texts end with a token of their own, they begin with it, too.
        TextData.Kind texts =
                cuts.vocabulary().find(Vocabulary.END).isPresent() ? TextData.Kind.SEPARATE : TextData.Kind.RUNNING;
        int context = architecture instanceof RecurrentLanguageModel
                ? 0
                : (int) Hyperparameters.values(architecture).get("context");
        TextPreprocessor preprocessor = new TextPreprocessor(texts, false, context);
        return new Serving(
                preprocessor, List.of(), Map.of(Tokenizer.FILE, cuts.toJson()), "generate FOLDER --prompt TEXT");
    }

    private Tokenizer tokenizer() {
        if (tokenizer.toString().endsWith(".bin")) {
            return Llama2cTokenizer.read(tokenizer);
        }
        try {
            return Tokenizer.read(Files.readAllBytes(tokenizer), tokenizer.toString());
        } catch (IOException e) {
            throw new CheckpointException(tokenizer + ": must be a tokenizer.json, found " + e.getMessage(), e);
        }
    }

    private ImagePreprocessor preprocessor(ImageClassification architecture) {
        if ((mean == null || deviation == null) && architecture.channels() != 3) {
            throw new CheckpointException("--mean, --deviation: must be given for pictures of "
                    + architecture.channels() + " channels; those of ImageNet are of 3");
        }
        int side = size == null ? architecture.imageSize() : size;
        try {
            return new ImagePreprocessor(
                    side,
                    side,
                    architecture.channels(),
                    mean == null ? List.of(0.485, 0.456, 0.406) : mean,
                    deviation == null ? List.of(0.229, 0.224, 0.225) : deviation,
                    resize);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("--" + e.getMessage(), e);
        }
    }

    private List<String> labels(int count) {
        if (labels == null) {
            return IntStream.range(0, count).mapToObj(Integer::toString).toList();
        }
        try {
            List<String> lines = Files.readAllLines(labels);
            if (lines.size() != count) {
                throw new CheckpointException(
                        labels + ": must have " + count + " lines, one for each class, has " + lines.size());
            }
            return lines;
        } catch (IOException e) {
            throw new CheckpointException(labels + ": must be a file of UTF-8 lines, found " + e.getMessage(), e);
        }
    }
}
