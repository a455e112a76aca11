package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/** A token for each character, that is each Unicode code point. */
public final class CharacterTokenizer implements Tokenizer {
    private final Vocabulary vocabulary;

    CharacterTokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Knows the characters of the texts, in the order of their code points, after the special tokens. Others become
     * {@link Vocabulary#UNKNOWN} if that is among the special tokens, else they are refused.
     */
    public static CharacterTokenizer train(Iterable<String> texts, List<String> specials) {
        TreeSet<Integer> characters = new TreeSet<>();
        texts.forEach(text -> Tokenizer.checked(text).codePoints().forEach(characters::add));
        List<String> tokens = new ArrayList<>(specials);
        characters.forEach(character -> tokens.add(Character.toString(character)));
        return new CharacterTokenizer(new Vocabulary(tokens, specials));
    }

    @Override
    public Encoding encode(String text) {
        Tokenizer.checked(text);
        Encoding.Builder tokens = new Encoding.Builder();
        int next;
        for (int at = 0; at < text.length(); at = next) {
            next = text.offsetByCodePoints(at, 1);
            tokens.add(id(text, at, next), at, next);
        }
        return tokens.build();
    }

    private int id(String text, int at, int end) {
        OptionalInt id = vocabulary.idOfText(text.substring(at, end));
        if (id.isEmpty()) {
            throw new DataException(String.format(
                    "text: must have only the %d characters that are known, got \"%s\" (U+%04X) at %d",
                    vocabulary.size() - vocabulary.specials().size(),
                    text.substring(at, end),
                    text.codePointAt(at),
                    at));
        }
        return id.getAsInt();
    }

    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            if (!vocabulary.isSpecial(id)) {
                text.append(vocabulary.token(id));
            }
        }
        return text.toString();
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public byte[] toJson() {
        return TokenizerWriter.characters(vocabulary);
    }
}
