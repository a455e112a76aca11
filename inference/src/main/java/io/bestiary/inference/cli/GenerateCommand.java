package io.bestiary.inference.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes what a model has learned to make. */
@Command(
        name = "generate",
        description = "Writes texts with a trained language model, or draws pictures with a trained generator.",
        mixinStandardHelpOptions = true)
public final class GenerateCommand implements Callable<Integer> {
    private static final Map<Task, Generator> GENERATORS = new EnumMap<>(Map.of(
            Task.LANGUAGE_MODELING,
            new GenerateTexts(),
            Task.IMAGE_GENERATION,
            new GenerateDrawings(),
            Task.IMAGE_RECONSTRUCTION,
            new GenerateDrawings()));

    @Parameters(paramLabel = "RUN", description = "A run or checkpoint folder.")
    private Path run;

    @Mixin
    private GenerateOptions options;

    @Mixin
    private BackendOptions backends;

    /** Makes things with one kind of model. */
    interface Generator {

        /**
         * Makes what is asked for.
         *
         * @throws DataException naming an option that is not for it
         */
        void generate(Path run, GenerateOptions options, BackendOptions backends);
    }

    @Override
    public Integer call() {
        Checkpoint checkpoint = Checkpoint.open(Checkpoint.resolve(run));
        Task task = Task.of(checkpoint.card().task());
        Generator generator = GENERATORS.get(task);
        if (generator == null) {
            throw new DataException(run + ": must be a model for one of " + GENERATORS.keySet() + ", is for " + task);
        }
        if (options.count < 1 || options.count > 1_000_000) {
            throw new DataException("--count: must be between 1 and 1000000, got " + options.count);
        }
        generator.generate(run, options, backends);
        return 0;
    }
}
