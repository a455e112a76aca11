package io.bestiary.training.cli;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.report.Results;
import io.bestiary.training.task.Evaluation;
import io.bestiary.training.task.LearningTask;
import io.bestiary.training.task.SplitName;
import io.bestiary.training.task.Tasks;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.nn.Hyperparameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a saved checkpoint. */
@Command(
        name = "evaluate",
        description = "Measures a run's best checkpoint on its data, beside the floor of a trivial method.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "A run's folder.")
    private Path run;

    @Option(
            names = "--split",
            paramLabel = "train|validation|test",
            defaultValue = "test",
            description = "Which part of the data (${DEFAULT-VALUE}).")
    private SplitName split;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Mixin
    private RecipeOptions recipes;

    @Mixin
    private DataOptions data;

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() throws JsonProcessingException {
        Checkpoint checkpoint = Checkpoint.open(Checkpoint.resolve(run));
        Path file = run.resolve("recipe.yaml");
        if (!Files.exists(file)) {
            throw new CheckpointException(run + ": must be a run's folder with its recipe.yaml, to know the data");
        }
        Recipe recipe = recipes.read(file, backends);
        LearningTask task = Tasks.open(recipe, data.folders());
        same("network", checkpoint.card().hyperparameters(), Hyperparameters.values(task.architecture()));
        same(
                "preprocessor",
                checkpoint.card().preprocessor(),
                Pipelines.toJson(task.serving().preprocessor()));
        same("labels", checkpoint.labels(), task.serving().labels());
        if (task.size(split) == 0) {
            throw new DataException("--split: the data have no " + split + " split");
        }
        Evaluation evaluation;
        try (NDManager manager =
                backends.start(recipe.engine().toString(), recipe.device()).newManager()) {
            evaluation = task.evaluate(checkpoint.network(manager), manager, split);
        }
        LearningTask.Floor floor = task.floor(split);
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("split", split.toString());
            document.put("examples", evaluation.examples());
            document.put("metrics", evaluation.metrics());
            document.put("floor", floor.metrics());
            document.putAll(evaluation.details());
            System.out.println(new ObjectMapper().writeValueAsString(document));
        } else {
            Results.print(System.out, recipe.model(), task.metrics(), split.toString(), evaluation, floor);
        }
        return Bestiary.DONE;
    }

    /** What is measured must be what is served. */
    private void same(String what, Object served, Object measured) {
        if (!served.equals(measured)) {
            throw new CheckpointException(
                    run + ": the checkpoint's " + what + " is " + served + ", with these data it would be " + measured);
        }
    }
}
