package io.bestiary.training.loop;

import java.util.Map;

/** Watches a training; called on its thread. */
public interface TrainingObserver {

    /** An epoch, counted from 0, begins. */
    void epochStarts(int epoch, int epochs, int examples, String unit);

    /** A step is done: examples of the epoch seen so far, and the means of what the task reports. */
    void stepped(long examples, Map<String, Double> means);

    /** An epoch and its validation are done. */
    void epochEnds(Map<String, Double> row, boolean best);

    /** Something that the user should know. */
    void notice(String text);
}
