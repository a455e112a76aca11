package io.bestiary.datasets.pairs;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.text.Frame;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.TokenizerSpec;
import io.bestiary.datasets.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts to tokens and back. A source ends with {@link Vocabulary#END}; a target begins with {@link Vocabulary#BEGIN} and
 * ends with {@link Vocabulary#END}, where the network was not trained with other signs elsewhere.
 *
 * @param source cuts what is read
 * @param target cuts what is written; the same where the vocabularies are joint
 * @param read stands around a source
 * @param written stands around a target
 */
public record PairTokens(PairPreprocessor preprocessor, Tokenizer source, Tokenizer target, Frame read, Frame written) {
    /** What the file of the target's tokenizer is called in a checkpoint, where it has one of its own. */
    public static final String TARGET_FILE = "target-tokenizer.json";

    private static final List<String> SPECIALS = List.of(Vocabulary.PADDING, Vocabulary.BEGIN, Vocabulary.END);

    /** With the signs that are our own. */
    public PairTokens(PairPreprocessor preprocessor, Tokenizer source, Tokenizer target) {
        this(
                preprocessor,
                source,
                target,
                new Frame(List.of(), List.of(source.vocabulary().id(Vocabulary.END))),
                new Frame(
                        List.of(target.vocabulary().id(Vocabulary.BEGIN)),
                        List.of(target.vocabulary().id(Vocabulary.END))));
    }

    /**
     * With the signs that a network was trained with elsewhere.
     *
     * @throws IllegalArgumentException naming the sign that the vocabulary does not know
     */
    public PairTokens(FramedPairs framed, Tokenizer source, Tokenizer target) {
        this(
                framed.pairs(),
                source,
                target,
                source.frame()
                        .orElseGet(() ->
                                new Frame(List.of(), List.of(source.vocabulary().id(framed.end())))),
                new Frame(
                        framed.begin().stream()
                                .map(sign -> target.vocabulary().id(sign))
                                .toList(),
                        List.of(target.vocabulary().id(framed.end()))));
    }

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
        return read.around(encode(source, "text", text));
    }

    /**
     * The tokens of a text to write, between begin and end.
     *
     * @throws DataException as {@link #readSource}
     */
    public int[] readTarget(String text) {
        return written.around(encode(target, "target", text));
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

    /** The text of tokens that were written; what the network can tell beyond the vocabulary stands for nothing. */
    public String write(int... tokens) {
        return target.decode(Arrays.stream(tokens)
                        .filter(token -> token < target.size())
                        .toArray())
                .strip();
    }

    /** What every target begins with. */
    public List<Integer> begin() {
        return written.before();
    }

    /** Where every target ends. */
    public int end() {
        return written.after().get(0);
    }

    /**
     * Most tokens to write for a source of so many: a target that goes on far beyond it repeats itself. Of those that a target
     * begins with, the ones after the first count.
     */
    public int most(int sourceTokens) {
        return Math.max(1, Math.min(preprocessor.longest(), 2 * sourceTokens + 10) + 1 - begin().size());
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
