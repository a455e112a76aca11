package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.text.BytePairTokenizer;
import io.bestiary.datasets.text.Frame;
import io.bestiary.datasets.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * How words become pieces that a tagger reads, in the {@link Frame} of the tokenizer.
 *
 * @param longest most pieces of a sentence, the special ones among them
 */
public record PiecePreparation(int longest) {

    public PiecePreparation {
        if (longest < 3) {
            throw new IllegalArgumentException("longest: must be at least 3, got " + longest);
        }
    }

    /**
     * A sentence in pieces.
     *
     * @param pieces numbers of all
     * @param firsts for each word the place of its first piece
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    public record Pieces(int[] pieces, int[] firsts) {}

    /**
     * Cuts words.
     *
     * @throws DataException if there are none, one has no character that counts, or there are too many pieces
     */
    public Pieces pieces(Tokenizer tokenizer, List<String> words) {
        Frame frame = tokenizer.frame().orElseGet(() -> new Frame(List.of(), List.of()));
        List<Integer> pieces = new ArrayList<>();
        int[] firsts = new int[words.size()];
        for (int i = 0; i < firsts.length; i++) {
            // Byte pairs tell the beginning of a word by the space before it.
            String word = (tokenizer instanceof BytePairTokenizer ? " " : "") + words.get(i);
            int[] ids = tokenizer.encode(word).ids();
            if (ids.length == 0) {
                throw new DataException("words: must have at least one token each, got \"" + words.get(i) + "\"");
            }
            firsts[i] = frame.before().size() + pieces.size();
            for (int id : ids) {
                pieces.add(id);
            }
        }
        if (words.isEmpty() || pieces.size() + frame.size() > longest) {
            throw new DataException(
                    "words: must be between 1 and " + (longest - frame.size()) + " tokens, got " + pieces.size());
        }
        return new Pieces(frame.around(pieces.stream().mapToInt(id -> id).toArray()), firsts);
    }
}
