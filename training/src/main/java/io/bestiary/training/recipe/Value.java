package io.bestiary.training.recipe;

import java.util.List;

/** What a key of a document holds. */
sealed interface Value permits Value.Scalar, Value.Items, Section {

    /** A value and where its key, or the value itself in a list, was written. */
    record Entry(Origin origin, Value value) {}

    /** As messages quote it. */
    String shown();

    /** Whether nothing was given: no text, or YAML's own word for it. */
    default boolean isNothing() {
        return false;
    }

    /** A single value; what type it has is for its reader to say, but only plain text can be other than a string. */
    record Scalar(String text, boolean plain) implements Value {

        @Override
        public String shown() {
            boolean bare = plain && (Scalars.isNumber(text) || Scalars.isBoolean(text));
            return isNothing() ? "nothing" : bare ? Quote.oneLine(text, 60) : Quote.quoted(text);
        }

        @Override
        public boolean isNothing() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    /** A list. */
    record Items(List<Entry> entries) implements Value {

        @Override
        public String shown() {
            return "a list";
        }
    }
}
