package io.bestiary.training.task;

import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Splits;
import java.util.Locale;

/** The parts of a data set. */
public enum SplitName {
    TRAIN,
    VALIDATION,
    TEST;

    /** This part. */
    <E> Dataset<E> of(Splits<E> splits) {
        return switch (this) {
            case TRAIN -> splits.train();
            case VALIDATION -> splits.validation();
            case TEST -> splits.test();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
