package io.bestiary.zoo.spelling;

import java.util.Locale;

/** Libraries whose names of parameters are known. */
public enum Style {
    TORCHVISION,
    TIMM,
    HUGGINGFACE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
