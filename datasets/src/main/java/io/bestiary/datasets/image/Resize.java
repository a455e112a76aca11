package io.bestiary.datasets.image;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a picture comes to its size. */
public enum Resize {
    /** Height and width each on their own; the proportions change. */
    STRETCH,
    /** Until it covers the size; what stands out is cut off evenly. */
    CROP,
    /** Until it fits into the size; black fills the rest evenly. */
    PAD;

    @JsonValue
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
