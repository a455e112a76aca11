package io.bestiary.training.cli;

import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.Resize;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.gan.ImageToImage;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.ImageReconstruction;
import io.bestiary.zoo.nn.ImageSegmentation;
import io.bestiary.zoo.nn.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What stands between inputs and an imported network, which its weights do not tell. */
final class ImportedInput {
    static final String PREDICT = "predict FOLDER INPUT...";

    private static final Serving MUTE = Serving.silent("it reads text and --tokenizer was not given");

    @Option(names = "--labels", paramLabel = "FILE", description = "Names of the classes, a line each.")
    private Path labels;

    @Option(names = "--size", paramLabel = "PIXELS", description = "Height and width, if not as published.")
    private Integer size;

    @Option(
            names = "--mean",
            split = ",",
            paramLabel = "R,G,B",
            description =
                    "Of each channel on the scale 0 to 1, if not those of ImageNet for colour; of each column of a"
                            + " series, if not 0.")
    private List<Double> mean;

    @Option(
            names = "--deviation",
            split = ",",
            paramLabel = "R,G,B",
            description = "Of each channel or column, likewise; 1 for a series.")
    private List<Double> deviation;

    @Option(
            names = "--resize",
            paramLabel = "stretch|crop|pad",
            description = "What happens to pictures of another shape (crop; stretch where they become other pictures).")
    private Resize resize;

    @Mixin
    private ImportedTexts texts;

    @Mixin
    private ImportedSeries series;

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
            case IMAGE_TO_IMAGE -> {
                ImageToImage pictures = (ImageToImage) architecture;
                resize = resize == null ? Resize.STRETCH : resize;
                yield Serving.used(
                        scaled(pictures.imageSize(), pictures.channels(), 0.5, 0.5), List.of(), Map.of(), PREDICT);
            }
            case LANGUAGE_MODELING -> texts.areRead() ? texts.language(architecture) : MUTE;
            case TRANSLATION -> texts.areRead() ? texts.translation(architecture) : MUTE;
            case TEXT_CLASSIFICATION ->
                texts.areRead() ? texts.classification(architecture, labels(classes(architecture))) : MUTE;
            case TOKEN_CLASSIFICATION ->
                texts.areRead() ? texts.tagging(architecture, labels(classes(architecture))) : MUTE;
            case FORECASTING ->
                Serving.used(series.preprocessor(architecture, mean, deviation), List.of(), Map.of(), PREDICT);
            case SERIES_CLASSIFICATION ->
                Serving.used(
                        series.preprocessor(architecture, mean, deviation),
                        labels(classes(architecture)),
                        Map.of(),
                        PREDICT);
        };
    }

    private static int classes(Architecture architecture) {
        return (int) Hyperparameters.values(architecture).get("classes");
    }

    /** The classes that a picture can be asked of. */
    private List<String> conditions(Architecture architecture) {
        int count = architecture instanceof ImageGeneration drawing ? drawing.conditions() : 0;
        return count == 0 ? List.of() : labels(count);
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
            return new ImagePreprocessor(side, side, channels, mean, deviation, resize == null ? Resize.CROP : resize);
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
