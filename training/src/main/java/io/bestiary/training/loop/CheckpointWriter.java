package io.bestiary.training.loop;

import io.bestiary.inference.djl.PipelineBlockFactory;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.training.task.LearningTask.Serving;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointCard;
import io.bestiary.zoo.checkpoint.CopyBuffers;
import io.bestiary.zoo.checkpoint.TrainingState;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Writes the checkpoints and the metrics of one run.
 *
 * @param run where
 * @param model the network's registered name
 * @param architecture as it is trained
 * @param task what it is trained for
 * @param serving what answers with it
 * @param provenance where the weights come from; nothing in it may depend on the time of day, so that a resumed run ends in
 *     the bytes of an unbroken one
 */
public record CheckpointWriter(
        RunFolder run,
        String model,
        Architecture architecture,
        Task task,
        Serving serving,
        Map<String, Object> provenance) {
    /** Copies what the last checkpoint is to hold; the writing is for another thread. */
    Runnable last(Network network, Map<String, Double> metrics, TrainingState state, CopyBuffers buffers) {
        return copy(run.last(), network, metrics, state, buffers);
    }

    Runnable best(Network network, Map<String, Double> metrics, CopyBuffers buffers) {
        return copy(run.best(), network, metrics, null, buffers);
    }

    Runnable keep(int epoch, Network network, Map<String, Double> metrics, TrainingState state, CopyBuffers buffers) {
        return copy(run.kept(epoch), network, metrics, state, buffers);
    }

    private Runnable copy(
            Path folder, Network network, Map<String, Double> metrics, TrainingState state, CopyBuffers buffers) {
        return Checkpoint.copy(
                folder, card(metrics), network, serving.labels(), properties(), serving.attachments(), state, buffers);
    }

    /** Writes one that is not to stay, and opens it. */
    Checkpoint rehearse(Network network, TrainingState state) {
        Path folder = run.last().resolveSibling(".rehearsal");
        copy(folder, network, Map.of(), state, new CopyBuffers()).run();
        return Checkpoint.open(folder);
    }

    private CheckpointCard card(Map<String, Double> metrics) {
        return new CheckpointCard(
                CheckpointCard.FORMAT,
                model,
                Hyperparameters.values(architecture),
                task.toString(),
                Pipelines.toJson(serving.preprocessor()),
                metrics,
                provenance);
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(PipelineBlockFactory.servingProperties());
        properties.putAll(serving.properties());
        return properties;
    }

    /** Opens the best checkpoint, or the last where none was chosen. */
    Optional<Checkpoint> openBest() {
        return List.of(run.best(), run.last()).stream()
                .filter(Files::isDirectory)
                .findFirst()
                .map(Checkpoint::open);
    }

    /** Writes {@code metrics.csv}: a row for each finished epoch. */
    void metrics(List<Map<String, Double>> history) {
        Set<String> columns = new LinkedHashSet<>();
        history.forEach(row -> columns.addAll(row.keySet()));
        StringBuilder csv = new StringBuilder(String.join(",", columns)).append('\n');
        for (Map<String, Double> row : history) {
            StringJoiner line = new StringJoiner(",");
            columns.forEach(column -> line.add(number(row.get(column))));
            csv.append(line).append('\n');
        }
        run.write("metrics.csv", csv.toString());
    }

    private static String number(Double value) {
        if (value == null) {
            return "";
        }
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString(value.longValue())
                : value.toString();
    }
}
