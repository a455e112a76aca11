package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.NumberField;
import io.bestiary.inference.form.TextField;
import io.bestiary.inference.form.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How texts to translate are written.
 *
 * @param sampleText some text that can be translated
 */
record SourceForm(String sampleText) implements InputForm<TranslationRequest> {
    private static final int MOST_CHARACTERS = 100_000;
    private static final int MOST_CANDIDATES = 64;
    private static final TextField TEXT = TextField.of("text", "the text to translate", MOST_CHARACTERS);
    private static final NumberField BEST =
            new NumberField("best", "how many translations to give", true, 1, MOST_CANDIDATES, Optional.of(1.0));
    private static final NumberField ATTENTION = NumberField.choice(
            "attention", "whether to tell what the network looked at", 0, List.of("no", "yes"), Optional.of(0.0));

    @Override
    public Class<TranslationRequest> type() {
        return TranslationRequest.class;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(TEXT, BEST, ATTENTION);
    }

    @Override
    public TranslationRequest make(Values given) {
        return new TranslationRequest(given.get(TEXT), given.get(BEST).intValue(), given.get(ATTENTION) == 1);
    }

    @Override
    public Map<String, Object> example() {
        return Map.of(TEXT.name(), sampleText);
    }

    @Override
    public TranslationRequest sample() {
        return TranslationRequest.of(sampleText);
    }
}
