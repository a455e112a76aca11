package io.bestiary.inference.form;

import java.util.Map;

/** The values of an input's fields. */
public final class Values {
    private final Map<String, Object> values;

    Values(Map<String, Object> values) {
        this.values = values;
    }

    @SuppressWarnings("unchecked") // a field's values are read by the field itself
    public <T> T get(Field<T> field) {
        return (T) values.get(field.name());
    }
}
