package io.bestiary.training.loop;

import io.bestiary.training.task.Evaluation;
import io.bestiary.training.task.LearningTask.Floor;
import io.bestiary.training.task.SplitName;
import java.util.Map;
import java.util.Optional;

/**
 * What a training came to.
 *
 * @param split what was measured at the end: the test split, or validation where there is none
 * @param evaluation of the best checkpoint; empty where there was nothing to measure on
 * @param floor of a trivial method on the same split
 * @param epochs trained
 * @param steps trained
 * @param seconds of training, validation included
 * @param parameters trainable
 * @param times seconds by what they were spent on, in this process
 * @param saved whether the newest checkpoint could be written
 */
public record Outcome(
        SplitName split,
        Optional<Evaluation> evaluation,
        Optional<Floor> floor,
        int epochs,
        long steps,
        double seconds,
        long parameters,
        Map<String, Double> times,
        boolean saved) {}
