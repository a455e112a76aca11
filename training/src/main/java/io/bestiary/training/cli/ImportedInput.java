package io.bestiary.training.cli;

import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.Resize;
import io.bestiary.datasets.labelled.PiecePreparation;
import io.bestiary.datasets.labelled.TextPreparation;
import io.bestiary.datasets.text.Llama2cTokenizer;
import io.bestiary.datasets.text.TextData;
import io.bestiary.datasets.text.TextPreprocessor;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.datasets.text.WordPieceTokenizer;
import io.bestiary.datasets.text.WordTokenizer.Letters;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.ImageReconstruction;
import io.bestiary.zoo.nn.ImageSegmentation;
import io.bestiary.zoo.nn.Task;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** What stands between inputs and an imported network, which its weights do not tell. */
final class ImportedInput {
    /** Of a text, where the network sets no limit. */
    private static final int MOST_TOKENS = 1024;

    private static final String PREDICT = "predict FOLDER INPUT...";
    private static final Serving MUTE = Serving.silent("it reads text and --tokenizer was not given");

    @Option(names = "--labels", paramLabel = "FILE", description = "Names of the classes, a line each.")
    private Path labels;

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "tokenizer.json, BERT's vocab.txt, or the .bin of llama2.c: what a network that reads text"
                    + " needs to answer.")
    private Path tokenizer;

    @Option(names = "--cased", description = "The words of vocab.txt have capital letters and accents.")
    private boolean cased;

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

    /**
     * What a checkpoint keeps beside the network.
     *
     * @param advice what can be done with it; FOLDER stands for its place
     */
    record Serving(Object preprocessor, List<String> labels, Map<String, byte[]> attachments, String advice) {

        static Serving used(Object preprocessor, List<String> labels, Map<String, byte[]> attachments, String use) {
            return new Serving(preprocessor, labels, attachments, "Use it: bestiary " + use);
        }

        static Serving silent(String reason) {
            return new Serving(
                    Map.of(),
                    List.of(),
                    Map.of(),
                    "No command answers with it, as " + reason + "; it can be exported.");
        }

        String advice(Path folder) {
            return advice.replace("FOLDER", folder.toString());
        }
    }

    /**
     * Reads what the task needs.
     *
     * @throws CheckpointException naming the option that must be given or does not fit
     */
    Serving serving(Architecture architecture, Task task) {
        return switch (task) {
            case IMAGE_CLASSIFICATION -> {
                ImageClassification pictures = (ImageClassification) architecture;
                yield Serving.used(
                        normalized(pictures.imageSize(), pictures.channels()),
                        labels(pictures.classes()),
                        Map.of(),
                        PREDICT);
            }
            case IMAGE_SEGMENTATION -> {
                ImageSegmentation pictures = (ImageSegmentation) architecture;
                yield Serving.used(normalized(pictures.imageSize(), pictures.channels()), List.of(), Map.of(), PREDICT);
            }
            case IMAGE_RECONSTRUCTION -> {
                ImageReconstruction pictures = (ImageReconstruction) architecture;
                yield Serving.used(
                        scaled(pictures.imageSize(), pictures.channels(), 0, 1),
                        conditions(architecture),
                        Map.of(),
                        PREDICT);
            }
            case IMAGE_GENERATION -> {
                ImageGeneration pictures = (ImageGeneration) architecture;
                yield Serving.used(
                        scaled(pictures.imageSize(), pictures.channels(), 0.5, 0.5),
                        conditions(architecture),
                        Map.of(),
                        "generate FOLDER --count 16 --output PICTURES");
            }
            case LANGUAGE_MODELING -> tokenizer == null ? MUTE : language(architecture);
            case TEXT_CLASSIFICATION ->
                tokenizer == null ? MUTE : text(architecture, new TextPreparation(longest(architecture)));
            case TOKEN_CLASSIFICATION ->
                tokenizer == null ? MUTE : text(architecture, new PiecePreparation(longest(architecture)));
            case TRANSLATION, FORECASTING, SERIES_CLASSIFICATION ->
                Serving.silent("nothing here tells how its inputs are prepared");
        };
    }

    /** The classes that a picture can be asked of. */
    private List<String> conditions(Architecture architecture) {
        int count = architecture instanceof ImageGeneration drawing ? drawing.conditions() : 0;
        return count == 0 ? List.of() : labels(count);
    }

    /** Classes of texts, or of their words: the tokenizer must know the special tokens around a text. */
    private Serving text(Architecture architecture, Object preparation) {
        Tokenizer cuts = fitting(architecture);
        if (cuts.frame().isEmpty()) {
            throw new CheckpointException(
                    tokenizer + ": must say which special tokens stand around a text, as BERT's do");
        }
        int classes = (int) Hyperparameters.values(architecture).get("classes");
        return Serving.used(preparation, labels(classes), Map.of(Tokenizer.FILE, cuts.toJson()), PREDICT);
    }

    private static int longest(Architecture architecture) {
        return (int) Hyperparameters.values(architecture).getOrDefault("context", MOST_TOKENS);
    }

    private Tokenizer fitting(Architecture architecture) {
        Tokenizer cuts = tokenizer();
        Object vocabulary = Hyperparameters.values(architecture).get("vocabulary");
        if (!vocabulary.equals(cuts.size())) {
            throw new CheckpointException(
                    tokenizer + ": must have " + vocabulary + " tokens, as many as the network, has " + cuts.size());
        }
        return cuts;
    }

    private Serving language(Architecture architecture) {
        Tokenizer cuts = fitting(architecture);
        // Where texts end with a token of their own, they begin with it, too.
        TextData.Kind texts =
                cuts.vocabulary().find(Vocabulary.END).isPresent() ? TextData.Kind.SEPARATE : TextData.Kind.RUNNING;
        int context = architecture instanceof RecurrentLanguageModel
                ? 0
                : (int) Hyperparameters.values(architecture).get("context");
        TextPreprocessor preprocessor = new TextPreprocessor(texts, false, context);
        return Serving.used(
                preprocessor,
                List.of(),
                Map.of(Tokenizer.FILE, cuts.toJson()),
                cuts.frame().isPresent() ? PREDICT : "generate FOLDER --prompt TEXT");
    }

    private Tokenizer tokenizer() {
        if (tokenizer.toString().endsWith(".bin")) {
            return Llama2cTokenizer.read(tokenizer);
        }
        if (tokenizer.toString().endsWith(".txt")) {
            return WordPieceTokenizer.readVocabulary(tokenizer, cased ? Letters.AS_WRITTEN : Letters.LOWER_CASE);
        }
        try {
            return Tokenizer.read(Files.readAllBytes(tokenizer), tokenizer.toString());
        } catch (IOException e) {
            throw new CheckpointException(tokenizer + ": must be a tokenizer.json, found " + e.getMessage(), e);
        }
    }

    private ImagePreprocessor normalized(int published, int channels) {
        if ((mean == null || deviation == null) && channels != 3) {
            throw new CheckpointException("--mean, --deviation: must be given for pictures of " + channels
                    + " channels; those of ImageNet are of 3");
        }
        return preprocessor(
                size == null ? published : size,
                channels,
                mean == null ? List.of(0.485, 0.456, 0.406) : mean,
                deviation == null ? List.of(0.229, 0.224, 0.225) : deviation);
    }

    /** Pictures that a network draws have a range of their own. */
    private ImagePreprocessor scaled(int side, int channels, double mean, double deviation) {
        return preprocessor(
                side, channels, Collections.nCopies(channels, mean), Collections.nCopies(channels, deviation));
    }

    private ImagePreprocessor preprocessor(int side, int channels, List<Double> mean, List<Double> deviation) {
        try {
            return new ImagePreprocessor(side, side, channels, mean, deviation, resize);
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
