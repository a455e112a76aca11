package io.bestiary.training.task;

import java.util.Locale;

/** The parts of a data set. */
public enum SplitName {
    TRAIN,
    VALIDATION,
    TEST;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
