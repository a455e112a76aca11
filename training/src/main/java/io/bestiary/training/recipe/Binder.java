package io.bestiary.training.recipe;

import java.util.Set;

/** Makes records of the sections of a document, and collects all that is wrong. */
@SuppressWarnings("DoNotCallSuggester")
public final class Binder {

    public Binder(Document document, Choices choices) {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * Makes a record of a section.
     *
     * @param defaults what missing keys get; null for the type's own {@code DEFAULTS}
     * @return the record, or null where a mistake kept it from being made, so that {@link #finish} will throw
     */
    public <R extends Record> R bind(Section section, Class<R> type, R defaults) {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * Makes a copy of a record, with the values of a section in place of its own.
     *
     * @param base any record
     * @param alsoAllowed keys of the section that are read elsewhere
     * @return the record, or the base where mistakes kept it from being made
     */
    public <T> T bindOver(Section section, T base, Set<String> alsoAllowed) {
        throw new UnsupportedOperationException("soon");
    }

    /**
     * Ends the binding.
     *
     * @throws RecipeException if there was any mistake
     */
    public void finish() {
        throw new UnsupportedOperationException("soon");
    }
}
