package io.bestiary.training.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far a training has come: with the weights and the optimizers' arrays, all that is needed to go on to the same bytes.
 *
 * @param step finished steps
 * @param epoch the epoch under way, from 0
 * @param batch finished batches of this epoch
 * @param sums of the values to report, weighted by examples, over this epoch so far
 * @param examples seen in this epoch
 * @param best value of the first metric so far; null before the first validation
 * @param history a row of metrics for each finished epoch
 * @param optimizerSteps finished steps of each part's optimizer
 * @param logBytes how much of {@code metrics.jsonl} is of these steps
 * @param eventBytes how much of TensorBoard's file is of these steps
 */
record TrainingProgress(
        long step,
        int epoch,
        int batch,
        Map<String, Double> sums,
        long examples,
        Double best,
        List<Map<String, Double>> history,
        Map<String, Long> optimizerSteps,
        long logBytes,
        long eventBytes) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** Reads what {@link #toJson} wrote. */
    static TrainingProgress of(JsonNode json) {
        return JSON.convertValue(json, TrainingProgress.class);
    }

    JsonNode toJson() {
        return JSON.valueToTree(this);
    }

    static TrainingProgress beginning() {
        return new TrainingProgress(0, 0, 0, Map.of(), 0, null, List.of(), Map.of(), 0, 0);
    }

    /** After one more step, which reported the given values for a batch. */
    TrainingProgress stepped(Map<String, Double> values, int batchSize) {
        Map<String, Double> added = new LinkedHashMap<>(sums);
        values.forEach((name, value) -> added.merge(name, value * batchSize, Double::sum));
        return new TrainingProgress(
                step + 1,
                epoch,
                batch + 1,
                added,
                examples + batchSize,
                best,
                history,
                optimizerSteps,
                logBytes,
                eventBytes);
    }

    /** After the end of the epoch, which left the given row. */
    TrainingProgress nextEpoch(Map<String, Double> row, Double newBest) {
        List<Map<String, Double>> rows = new ArrayList<>(history);
        rows.add(row);
        return new TrainingProgress(
                step, epoch + 1, 0, Map.of(), 0, newBest, List.copyOf(rows), optimizerSteps, logBytes, eventBytes);
    }

    TrainingProgress with(Map<String, Long> steps, long lineBytes, long tensorBoardBytes) {
        return new TrainingProgress(
                step, epoch, batch, sums, examples, best, history, steps, lineBytes, tensorBoardBytes);
    }

    /** Means over the epoch so far. */
    Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / examples));
        return means;
    }
}
