package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import java.util.Optional;

/**
 * Cuts a text into numbered tokens, and puts tokens together again; may be used from any thread.
 *
 * <p>Texts are taken as they are: no Unicode normalization, so that offsets and round trips are exact; who wants NFC
 * applies it before. A text that names a special token, such as {@code <pad>}, is cut like any other text: inputs cannot
 * speak to the network in its own signs (Hugging Face's {@code encode_special_tokens = true}).
 */
public sealed interface Tokenizer
        permits BytePairTokenizer,
                CharacterTokenizer,
                PieceTokenizer,
                UnigramTokenizer,
                WordPieceTokenizer,
                WordTokenizer {
    /** What its file is called in a checkpoint. */
    String FILE = "tokenizer.json";

    /**
     * Cuts a text; adds no special tokens.
     *
     * @throws DataException if the text is no valid Unicode, or has what the vocabulary has no token for
     */
    Encoding encode(String text);

    /** Puts tokens together; special ones are left out. */
    String decode(int... ids);

    Vocabulary vocabulary();

    /** The special tokens around a text, where the tokenizer belongs to a network that was trained with them. */
    default Optional<Frame> frame() {
        return Optional.empty();
    }

    /** Number of tokens. */
    default int size() {
        return vocabulary().size();
    }

    /** The content of {@code tokenizer.json}, from which Hugging Face's library cuts texts alike. */
    byte[] toJson();

    /**
     * Reads a {@code tokenizer.json} of one of our forms.
     *
     * @param name what messages call the file
     * @throws DataException naming what in it is damaged, or does what none of our tokenizers does
     */
    static Tokenizer read(byte[] json, String name) {
        return TokenizerReader.read(json, name);
    }

    /** Refuses half of a surrogate pair, which no encoding of text can carry. */
    static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new DataException(
                        String.format("text: must be valid Unicode, got the lone surrogate U+%04X at %d", (int) c, i));
            }
        }
        return text;
    }
}
