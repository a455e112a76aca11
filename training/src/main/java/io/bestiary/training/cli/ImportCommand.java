package io.bestiary.training.cli;

import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.Resize;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.inference.djl.PictureBlockFactory;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.ZooEntry;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointCard;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.checkpoint.ForeignWeights;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Weights of other tools, made a checkpoint. */
@Command(
        name = "import",
        description = "Makes a checkpoint of a picture classifier's weights from another tool; nothing may differ.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "A network of bestiary list.")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files of safetensors, or the index of several.")
    private List<Path> files;

    @Option(names = "--to", paramLabel = "FOLDER", required = true, description = "The new checkpoint.")
    private Path folder;

    @Option(names = "--classes", paramLabel = "N", description = "Classes, if not as many as published.")
    private Integer classes;

    @Option(names = "--channels", paramLabel = "N", description = "Channels of the pictures, if not as published.")
    private Integer channels;

    @Option(names = "--labels", paramLabel = "FILE", description = "Names of the classes, a line each.")
    private Path labels;

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

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() {
        ImageClassification architecture = architecture();
        List<String> names = labels(architecture.classes());
        ImagePreprocessor preprocessor = preprocessor(architecture);
        CheckpointCard card = new CheckpointCard(
                CheckpointCard.FORMAT,
                name,
                Hyperparameters.values(architecture),
                Task.IMAGE_CLASSIFICATION.toString(),
                Pipelines.toJson(preprocessor),
                Map.of(),
                Map.of(
                        "imported_from",
                        files.stream()
                                .map(file -> file.getFileName().toString())
                                .toList(),
                        "bestiary",
                        Versions.bestiary()));
        try (NDManager manager = backends.start().newManager();
                Network network = ForeignWeights.load(files, architecture, manager)) {
            Checkpoint.write(folder, card, network, names, PictureBlockFactory.servingProperties(), Map.of(), null);
        }
        System.err.println(
                name + ": checkpoint written to " + folder + ". Use it: bestiary predict " + folder + " INPUT...");
        return Bestiary.DONE;
    }

    private ImageClassification architecture() {
        List<String> known = Zoo.entries().stream().map(ZooEntry::name).toList();
        ZooEntry entry = Zoo.find(name)
                .orElseThrow(
                        () -> new CheckpointException(name + ": must be a known network" + Nearest.hint(name, known)));
        if (!(entry.architecture() instanceof ImageClassification published)) {
            throw new CheckpointException(
                    name + ": must classify pictures, as only those are served by weights alone; is for "
                            + entry.architecture().tasks());
        }
        Map<String, Object> sizes = new LinkedHashMap<>();
        if (classes != null) {
            sizes.put("classes", classes);
        }
        if (channels != null) {
            sizes.put("channels", channels);
        }
        try {
            return Hyperparameters.with(published, sizes);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("--" + e.getMessage(), e);
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
