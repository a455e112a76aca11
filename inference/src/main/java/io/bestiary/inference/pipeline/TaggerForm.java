package io.bestiary.inference.pipeline;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.TextField;
import io.bestiary.inference.form.Values;
import io.bestiary.inference.form.WordsField;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How what is to be tagged is written: a text, or its words. */
final class TaggerForm implements InputForm<TaggerInput> {
    private static final int MOST_CHARACTERS = 1_000_000;

    private final TextField text =
            new TextField("text", "what is to be tagged, cut into words by rules", MOST_CHARACTERS, Optional.of(""));
    private final WordsField words;

    /** @param most words that a network reads at once */
    TaggerForm(int most) {
        this.words = new WordsField("words", "its words instead, where they are cut already", most);
    }

    @Override
    public Class<TaggerInput> type() {
        return TaggerInput.class;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(text, words);
    }

    @Override
    public TaggerInput make(Values values) {
        String given = values.get(text);
        List<String> cut = values.get(words);
        if (given.isBlank() == cut.isEmpty()) {
            throw new DataException("text: must be given, or else words, got " + (cut.isEmpty() ? "neither" : "both"));
        }
        return cut.isEmpty() ? TaggerInput.ofText(given) : TaggerInput.ofWords(cut);
    }

    /** Either field will do, so that neither must be given. */
    @Override
    public Map<String, Object> example() {
        return Map.of(text.name(), "a");
    }

    @Override
    public TaggerInput sample() {
        return TaggerInput.ofText("a");
    }
}
