package io.bestiary.inference.pipeline;

import io.bestiary.inference.decoding.Sampling;
import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.NumberField;
import io.bestiary.inference.form.TextField;
import io.bestiary.inference.form.Values;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How prompts are written: the text, and how it is to be written on.
 *
 * @param greedy whether the most probable token is taken where nothing is said
 * @param most tokens that may be asked for
 */
public record LanguageForm(boolean greedy, int most) implements InputForm<TextPrompt> {
    private static final int USUAL = 200;
    private static final int FEW = 16;
    private static final TextField PROMPT =
            new TextField("prompt", "a text to write on", TextPrompt.LONGEST, Optional.of(""));
    private static final NumberField TOP_K =
            number("top_k", "choose among so many most probable tokens; 0: all", 0, 10_000_000, 0);
    private static final NumberField SEED = number("seed", "of the choices", 0, 1L << 53, 0);
    private static final NumberField TOP_P = real("top_p", "choose among the tokens with this share", 1e-9, 1, 1);
    private static final NumberField PENALTY =
            real("repetition_penalty", "makes tokens that were there less probable", 0.001, 1000, 1);

    LanguageForm(boolean greedy) {
        this(greedy, TextPrompt.LONGEST);
    }

    private static NumberField number(String name, String about, double least, double most, double otherwise) {
        return new NumberField(name, about, true, least, most, Optional.of(otherwise));
    }

    private static NumberField real(String name, String about, double least, double most, double otherwise) {
        return new NumberField(name, about, false, least, most, Optional.of(otherwise));
    }

    private NumberField tokens() {
        return number("max_tokens", "tokens to write; 0 scores the prompt instead", 0, most, Math.min(USUAL, most));
    }

    private NumberField temperature() {
        return real("temperature", "0 takes the most probable token", 0, 1000, greedy ? 0 : 1);
    }

    /** A prompt about which nothing else is said. */
    public TextPrompt prompt(String text, int most) {
        return new TextPrompt(text, most, greedy ? Sampling.GREEDY : Sampling.seeded(0));
    }

    @Override
    public Class<TextPrompt> type() {
        return TextPrompt.class;
    }

    @Override
    public List<Field<?>> fields() {
        return List.of(PROMPT, tokens(), temperature(), TOP_K, TOP_P, PENALTY, SEED);
    }

    @Override
    public TextPrompt make(Values values) {
        return new TextPrompt(
                values.get(PROMPT),
                values.get(tokens()).intValue(),
                new Sampling(
                        values.get(temperature()),
                        values.get(TOP_K).intValue(),
                        values.get(TOP_P),
                        values.get(PENALTY),
                        values.get(SEED).longValue()));
    }

    @Override
    public InputForm<TextPrompt> within(int tokens) {
        return new LanguageForm(greedy, Math.min(tokens, most));
    }

    /** Few tokens, always the same. */
    @Override
    public Map<String, Object> example() {
        return Map.of(
                PROMPT.name(),
                "",
                tokens().name(),
                Math.min(FEW, most),
                temperature().name(),
                0);
    }

    /** One token is enough to warm up with. */
    @Override
    public TextPrompt sample() {
        return new TextPrompt("", 1, Sampling.GREEDY);
    }
}
