package io.bestiary.training.metric;

import java.util.Locale;

/** Whether capital letters count. */
public enum Letters {
    /** They do. */
    MIXED,
    /** They do not. */
    LC;

    /** The version of sacrebleu that the scores were compared with. */
    static final String VERSION = "2.6.0";

    String apply(String text) {
        return this == LC ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** As sacrebleu's signature spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
