package io.bestiary.zoo.nn;

import java.util.Arrays;
import java.util.Locale;

/** What a network is trained for; recipes, checkpoints and tables spell it in lower case with hyphens. */
public enum Task {
    IMAGE_CLASSIFICATION,
    IMAGE_GENERATION,
    IMAGE_SEGMENTATION,
    IMAGE_RECONSTRUCTION,
    TEXT_CLASSIFICATION,
    TOKEN_CLASSIFICATION,
    LANGUAGE_MODELING,
    TRANSLATION,
    FORECASTING,
    SERIES_CLASSIFICATION;

    /** Finds a task by the spelling of {@link #toString()}. */
    public static Task of(String name) {
        return Arrays.stream(values())
                .filter(task -> task.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "task: must be one of " + Arrays.toString(values()) + ", got " + name));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
