package io.bestiary.training.cli;

import ai.djl.ndarray.NDManager;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.inference.djl.PictureBlockFactory;
import io.bestiary.inference.djl.PipelineBlockFactory;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.ZooEntry;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointCard;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.checkpoint.ForeignFile;
import io.bestiary.zoo.checkpoint.ForeignWeights;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Weights of other tools, made a checkpoint. */
@Command(
        name = "import",
        description = "Makes a checkpoint of weights from another tool; nothing may differ.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "A network of bestiary list.")
    private String name;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files of safetensors, the index of several, or a .bin of llama2.c; PART=FILE if one holds a"
                    + " part of the network, such as generator=FILE.")
    private List<String> files;

    @Option(names = "--to", paramLabel = "FOLDER", required = true, description = "The new checkpoint.")
    private Path folder;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A hyperparameter, if not as published; bestiary show NAME lists them.")
    private Map<String, String> sizes = new LinkedHashMap<>();

    @Option(names = "--classes", paramLabel = "N", description = "The same as --set classes=N.")
    private Integer classes;

    @Option(names = "--channels", paramLabel = "N", description = "The same as --set channels=N.")
    private Integer channels;

    @Option(
            names = "--without",
            paramLabel = "NAME",
            description = "Tensors of the files to leave out, * for any letters: those of a head that is not wanted.")
    private List<String> without = new ArrayList<>();

    @Option(
            names = "--anew",
            paramLabel = "PART",
            description = "A part of the network that no file has and that is drawn anew, such as the discriminator of"
                    + " a GAN of which the generator alone was published.")
    private List<String> anew = new ArrayList<>();

    @Option(names = "--task", paramLabel = "NAME", description = "What the network does, if it can do several things.")
    private String task;

    @Mixin
    private ImportedInput input;

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() {
        Architecture architecture = architecture();
        Task does = task(architecture);
        ImportedInput.Serving serving = input.serving(architecture, does);
        CheckpointCard card = new CheckpointCard(
                CheckpointCard.FORMAT,
                name,
                Hyperparameters.values(architecture),
                does.toString(),
                Pipelines.toJson(serving.preprocessor()),
                Map.of(),
                Map.of(
                        "imported_from",
                        files.stream()
                                .map(file -> ForeignFile.of(file)
                                        .path()
                                        .getFileName()
                                        .toString())
                                .toList(),
                        "bestiary",
                        Versions.bestiary()));
        Map<String, String> properties = new HashMap<>(PipelineBlockFactory.servingProperties());
        if (architecture instanceof ImageClassification) {
            properties.putAll(PictureBlockFactory.servingProperties());
        }
        try (NDManager manager = backends.start().newManager();
                Network network = ForeignWeights.load(
                        files.stream().map(ForeignFile::of).toList(),
                        without,
                        anew,
                        architecture,
                        manager,
                        note -> System.err.println(name + ": " + note))) {
            Checkpoint.write(folder, card, network, serving.labels(), properties, serving.attachments(), null);
        }
        System.err.println(name + ": checkpoint written to " + folder + ". " + serving.advice(folder));
        return Bestiary.DONE;
    }

    private Architecture architecture() {
        List<String> known = Zoo.entries().stream().map(ZooEntry::name).toList();
        ZooEntry entry = Zoo.find(name)
                .orElseThrow(
                        () -> new CheckpointException(name + ": must be a known network" + Nearest.hint(name, known)));
        Map<String, Object> values = new LinkedHashMap<>();
        sizes.forEach((key, value) -> values.put(key, PlainValue.of(value)));
        if (classes != null) {
            values.put("classes", classes);
        }
        if (channels != null) {
            values.put("channels", channels);
        }
        try {
            return Hyperparameters.with(entry.architecture(), values);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("--" + e.getMessage(), e);
        }
    }

    private Task task(Architecture architecture) {
        List<Task> possible = architecture.tasks().stream().sorted().toList();
        if (possible.isEmpty()) {
            throw new CheckpointException(
                    name + ": must answer something to be served, is an encoder that others build on;"
                            + " give it a head that its weights have: --set head=masked_language, sequence or tokens");
        }
        if (task == null) {
            return possible.get(0);
        }
        return possible.stream()
                .filter(one -> one.toString().equals(task))
                .findFirst()
                .orElseThrow(() -> new CheckpointException(
                        "--task: must be one of " + possible + " for " + name + ", got " + task));
    }
}
