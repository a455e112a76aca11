package io.bestiary.datasets.text;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tokens that are known, numbered from 0. Special tokens stand for no text: they come of no input, and decode to
 * nothing.
 */
public final class Vocabulary {
    /** Fills short sequences up. */
    public static final String PADDING = "<pad>";
    /** Stands for what is not known. */
    public static final String UNKNOWN = "<unk>";
    /** Comes before the first token. */
    public static final String BEGIN = "<bos>";
    /** Comes after the last token. */
    public static final String END = "<eos>";
    /** The same in GPT-2's vocabulary. */
    public static final String END_OF_TEXT = "<|endoftext|>";
    /** Stands for a token that is to be told. */
    public static final String MASK = "<mask>";

    private final List<String> tokens;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<String> specials;

    /**
     * Numbers the tokens in their order.
     *
     * @param specials those of the tokens that are special
     * @throws IllegalArgumentException if a token is empty or there twice, or a special one is not among them
     */
    public Vocabulary(List<String> tokens, Collection<String> specials) {
        this.tokens = List.copyOf(tokens);
        this.specials = new LinkedHashSet<>(specials);
        for (String token : this.tokens) {
            if (token.isEmpty()) {
                throw new IllegalArgumentException("tokens: must not be empty, got one at " + ids.size());
            }
            if (ids.putIfAbsent(token, ids.size()) != null) {
                throw new IllegalArgumentException("tokens: must be there once, got \"" + token + "\" twice");
            }
        }
        for (String special : this.specials) {
            if (!ids.containsKey(special)) {
                throw new IllegalArgumentException("specials: must be among the tokens, got \"" + special + "\"");
            }
        }
    }

    /** Number of tokens. */
    public int size() {
        return tokens.size();
    }

    /** The token of a number. */
    public String token(int id) {
        Objects.checkIndex(id, tokens.size());
        return tokens.get(id);
    }

    /** The tokens by their numbers. */
    public List<String> tokens() {
        return tokens;
    }

    /** The number of a token, if it is known. */
    public OptionalInt find(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The number of a token that must be known. */
    public int id(String token) {
        return find(token)
                .orElseThrow(() ->
                        new IllegalArgumentException("token: must be one of the " + size() + " known, got " + token));
    }

    /** The special tokens. */
    public Set<String> specials() {
        return Set.copyOf(specials);
    }

    public boolean isSpecial(int id) {
        return specials.contains(token(id));
    }

    /** The number of a piece of text: its own, else that of the unknown; special tokens are never meant. */
    OptionalInt idOfText(String piece) {
        return specials.contains(piece) || !ids.containsKey(piece) ? find(UNKNOWN) : find(piece);
    }
}
