package io.bestiary.training.cli;

import ai.djl.ndarray.NDManager;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.checkpoint.ForeignWeights;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.spelling.Style;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Weights for other tools. */
@Command(
        name = "export",
        description = "Writes a run's weights as another library reads them.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run or checkpoint folder.")
    private Path run;

    @Option(names = "--to", paramLabel = "FILE", required = true, description = "The new file.")
    private Path file;

    @Option(
            names = "--format",
            paramLabel = "safetensors",
            defaultValue = "safetensors",
            description = "The form of the file (${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = "--style",
            paramLabel = "torchvision|timm|huggingface",
            description = "The library that will read the file; if not given, the network's own names are written.")
    private Style style;

    @Mixin
    private BackendOptions backends;

    /** Forms of files. */
    enum Format {
        SAFETENSORS
    }

    @Override
    public Integer call() {
        if (Files.exists(file)) {
            throw new CheckpointException(file + ": must not be there yet");
        }
        Checkpoint checkpoint = Checkpoint.open(Checkpoint.resolve(run));
        Architecture architecture = checkpoint.architecture();
        try (NDManager manager = backends.start().newManager()) {
            switch (format) {
                case SAFETENSORS -> {
                    if (style == null) {
                        ForeignWeights.write(file, checkpoint.network(manager));
                    } else {
                        ForeignWeights.write(file, checkpoint.network(manager), architecture, style);
                    }
                }
            }
        }
        System.err.println(checkpoint.card().architecture() + ": weights written to " + file);
        return Bestiary.DONE;
    }
}
