package io.bestiary.training.recipe;

/** The records that a {@code name:} key chooses from, for each type that has several; the order is that of messages. */
@SuppressWarnings("DoNotCallSuggester")
public final class Choices {

    /** Adds a name; several names may stand for one record, whose component {@code name} then tells them apart. */
    public <T> Choices add(Class<T> base, String name, Class<? extends T> type) {
        throw new UnsupportedOperationException("soon");
    }
}
