package io.bestiary.datasets.pairs;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.TokenizerSpec;
import io.bestiary.datasets.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts to tokens and back. A source ends with {@link Vocabulary#END}; a target begins with {@link Vocabulary#BEGIN} and
 * ends with {@link Vocabulary#END}.
 *
 * @param source cuts what is read
 * @param target cuts what is written; the same where the vocabularies are joint
 */
public record PairTokens(PairPreprocessor preprocessor, Tokenizer source, Tokenizer target) {
    /** What the file of the target's tokenizer is called in a checkpoint, where it has one of its own. */
    public static final String TARGET_FILE = "target-tokenizer.json";

    private static final List<String> SPECIALS = List.of(Vocabulary.PADDING, Vocabulary.BEGIN, Vocabulary.END);

    /** Learns the tokenizers from the training split. */
    public static PairTokens fit(PairPreprocessor preprocessor, TokenizerSpec spec, Iterable<TextPair> pairs) {
        List<String> sources = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (TextPair pair : pairs) {
            sources.add(preprocessor.letters().apply(pair.source()));
            targets.add(preprocessor.letters().apply(pair.target()));
        }
        if (preprocessor.vocabularies() == PairPreprocessor.Vocabularies.SEPARATE) {
            return new PairTokens(preprocessor, spec.fit(sources, SPECIALS), spec.fit(targets, SPECIALS));
        }
        sources.addAll(targets);
        Tokenizer joint = spec.fit(sources, SPECIALS);
        return new PairTokens(preprocessor, joint, joint);
    }

    /**
     * The tokens of a text to read, and the end.
     *
     * @throws DataException if it is blank, too long, or has what the tokenizer does not know
     */
    public int[] readSource(String text) {
        int[] tokens = encode(source, "text", text);
        return with(tokens, 0, source.vocabulary().id(Vocabulary.END));
    }

    /**
     * The tokens of a text to write, between begin and end.
     *
     * @throws DataException as {@link #readSource}
     */
    public int[] readTarget(String text) {
        int[] tokens = with(encode(target, "target", text), 1, end());
        tokens[0] = begin();
        return tokens;
    }

    private int[] encode(Tokenizer tokenizer, String name, String text) {
        if (text.isBlank()) {
            throw new DataException(name + ": must not be blank");
        }
        int[] tokens =
                tokenizer.encode(preprocessor.letters().apply(text.strip())).ids();
        if (tokens.length > preprocessor.longest()) {
            throw new DataException(
                    name + ": must have at most " + preprocessor.longest() + " tokens, got " + tokens.length);
        }
        return tokens;
    }

    private static int[] with(int[] tokens, int before, int end) {
        int[] longer = new int[before + tokens.length + 1];
        System.arraycopy(tokens, 0, longer, before, tokens.length);
        longer[longer.length - 1] = end;
        return longer;
    }

    /** The text of tokens that were written. */
    public String write(int[] tokens) {
        return target.decode(tokens).strip();
    }

    /** Where every target begins. */
    public int begin() {
        return target.vocabulary().id(Vocabulary.BEGIN);
    }

    /** Where every target ends. */
    public int end() {
        return target.vocabulary().id(Vocabulary.END);
    }

    /** Most tokens to write for a source of so many: a target that goes on far beyond it repeats itself. */
    public int most(int sourceTokens) {
        return Math.min(preprocessor.longest(), 2 * sourceTokens + 10);
    }

    /** The tokens as they read, for tables of attention. */
    public static List<String> shown(Tokenizer tokenizer, int... tokens) {
        return Arrays.stream(tokens)
                .mapToObj(id -> tokenizer.vocabulary().isSpecial(id)
                        ? tokenizer.vocabulary().token(id)
                        : tokenizer.decode(id))
                .toList();
    }
}
