package io.bestiary.zoo;

import io.bestiary.zoo.nn.Architecture;
import java.util.Arrays;
import java.util.Locale;

/** The five families; an architecture belongs to the one in whose package it is. */
public enum Family {
    CNN,
    RNN,
    GAN,
    TRANSFORMER,
    ENCODER_DECODER;

    static Family of(Class<? extends Architecture> type) {
        String folder = type.getPackageName().substring(type.getPackageName().lastIndexOf('.') + 1);
        return Arrays.stream(values())
                .filter(family -> family.name().replace("_", "").equalsIgnoreCase(folder))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "architecture: must be in the package of a family, got " + type.getName()));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
