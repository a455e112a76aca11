package io.bestiary.inference.form;

import java.util.List;

/** The form of inputs that are one field's value. */
record SingleField<I>(Class<I> type, Field<I> field) implements InputForm<I> {

    @Override
    public List<Field<?>> fields() {
        return List.of(field);
    }

    @Override
    public I make(Values values) {
        return values.get(field);
    }
}
