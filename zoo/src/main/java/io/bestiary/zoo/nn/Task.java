package io.bestiary.zoo.nn;

import java.util.Arrays;
import java.util.Locale;

/**
 * What a network is trained for, and what it then takes and gives. Recipes, checkpoints and tables spell it in lower case
 * with hyphens.
 *
 * <p>Sequences of different lengths are padded at the end; where the padding could be seen, the lengths (B) come along as a
 * second input. Sizes go by one name everywhere: {@code classes} K, {@code vocabulary} V, {@code channels} C.
 */
public enum Task {
    /** Picture (B, C, H, W) -> logits (B, K). */
    IMAGE_CLASSIFICATION,
    /** {@code generator}: latent (B, Z) and, if conditional, classes (B) -> picture (B, C, H, W) in [-1, 1]. */
    IMAGE_GENERATION,
    /** Picture (B, C, H, W) -> logits (B, K, H, W). */
    IMAGE_SEGMENTATION,
    /**
     * Picture (B, C, H, W) in [0, 1] and, if conditional, classes (B) -> picture of the same shape and range; a variational
     * network adds mean and log variance (B, Z).
     */
    IMAGE_RECONSTRUCTION,
    /** {@code generator}: picture (B, C, H, W) in [-1, 1] -> picture of another kind, of the same shape and range. */
    IMAGE_TO_IMAGE,
    /** Tokens (B, T), lengths (B) -> logits (B, K). */
    TEXT_CLASSIFICATION,
    /** Tokens (B, T), lengths (B) -> logits (B, T, K). */
    TOKEN_CLASSIFICATION,
    /** Tokens (B, T) -> logits (B, T, V) of the next token; masked models take lengths (B) and give the token itself. */
    LANGUAGE_MODELING,
    /** Source (B, S), lengths (B), target so far (B, T) -> logits (B, T, V) of the next target token. */
    TRANSLATION,
    /** Values (B, L, C) -> values (B, H, C) for the horizon H. */
    FORECASTING,
    /** Values (B, T, C) -> logits (B, K). */
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
