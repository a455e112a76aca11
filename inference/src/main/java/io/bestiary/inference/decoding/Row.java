package io.bestiary.inference.decoding;

import java.util.Arrays;
import java.util.BitSet;

/** One prompt and what was written after it. */
final class Row {
    private final int prompt;
    private final Sampling sampling;
    private final BitSet seen = new BitSet();
    private int[] tokens;
    private int size;

    Row(int[] prompt, Sampling sampling) {
        this.prompt = prompt.length;
        this.sampling = sampling;
        this.tokens = prompt.clone();
        this.size = prompt.length;
        Arrays.stream(prompt).forEach(seen::set);
    }

    /** All tokens so far, and room for more behind them; not to be changed. */
    int[] tokens() {
        return tokens;
    }

    int size() {
        return size;
    }

    int[] written() {
        return Arrays.copyOfRange(tokens, prompt, size);
    }

    /** Number of tokens that were written. */
    int count() {
        return size - prompt;
    }

    /** Writes the next token and returns it; -1 where the text ends. */
    int choose(float[] logits, Generation generation) {
        generation.never().forEach(token -> logits[token] = Float.NEGATIVE_INFINITY);
        int token = sampling.choose(logits, seen, size - prompt);
        if (generation.stops().contains(token)) {
            return -1;
        }
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * size);
        }
        tokens[size++] = token;
        seen.set(token);
        return token;
    }
}
