package io.bestiary.training.cli;

import ai.djl.ndarray.NDManager;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.checkpoint.ForeignWeights;
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
        description = "Writes a run's weights as safetensors, by the names of the reference implementation.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run or checkpoint folder.")
    private Path run;

    @Option(names = "--to", paramLabel = "FILE", required = true, description = "The new file.")
    private Path file;

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() {
        if (Files.exists(file)) {
            throw new CheckpointException(file + ": must not be there yet");
        }
        Checkpoint checkpoint = Checkpoint.open(Checkpoint.resolve(run));
        try (NDManager manager = backends.start().newManager()) {
            ForeignWeights.write(file, checkpoint.network(manager));
        }
        System.err.println(checkpoint.card().architecture() + ": weights written to " + file);
        return Bestiary.DONE;
    }
}
