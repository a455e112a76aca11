package io.bestiary.inference.pipeline;

import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.TextField;
import io.bestiary.inference.form.Values;
import java.util.List;
import java.util.Map;

/** How texts with hidden tokens are written: {@code <mask>} stands for each. */
record MaskedForm() implements InputForm<String> {
    private static final TextField TEXT =
            TextField.of("text", "a text with " + Vocabulary.MASK + " for each token to be told", 100_000);

    @Override
    public Class<String> type() {
        return String.class;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(TEXT);
    }

    @Override
    public String make(Values values) {
        return values.get(TEXT);
    }

    @Override
    public Map<String, Object> example() {
        return Map.of(TEXT.name(), sample());
    }

    @Override
    public String sample() {
        return Vocabulary.MASK;
    }
}
