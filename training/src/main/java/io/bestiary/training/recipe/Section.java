package io.bestiary.training.recipe;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The keys and values of one level of a document; mistakes found by its methods are thrown by {@link Binder#finish}. */
@SuppressWarnings("DoNotCallSuggester")
public final class Section {

    private Section() {}

    /** The keys, in the order of the file. */
    public Set<String> keys() {
        throw new UnsupportedOperationException("soon");
    }

    /** A section below; empty where the key is not there; a text alone is short for a section with that {@code name}. */
    public Section section(String key) {
        throw new UnsupportedOperationException("soon");
    }

    /** A value as text; empty where the key is not there. */
    public Optional<String> text(String key) {
        throw new UnsupportedOperationException("soon");
    }

    /** Reports every key that is not allowed, with the nearest that is. */
    public void only(Collection<String> allowed) {
        throw new UnsupportedOperationException("soon");
    }

    /** Reports a mistake at a key of this section, or at the section where the key is not there. */
    public void mistake(String key, String message) {
        throw new UnsupportedOperationException("soon");
    }
}
