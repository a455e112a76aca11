package io.bestiary.training.task;

import java.util.Map;

/**
 * How a network does on one split.
 *
 * @param examples how many examples were asked
 * @param metrics values by the names of the task's metrics
 * @param details what is more than a number, such as a confusion matrix, as JSON values
 */
public record Evaluation(int examples, Map<String, Double> metrics, Map<String, Object> details) {}
