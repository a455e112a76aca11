package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The longest pieces of words that are known, from left to right, as BERT reads them; pieces inside a word begin with
 * {@code ##}. A word that cannot be put together becomes {@code [UNK]}.
 *
 * <p>Wu et al., 2016, https://arxiv.org/abs/1609.08144; Devlin et al., 2018, https://arxiv.org/abs/1810.04805.
 */
public final class WordPieceTokenizer implements Tokenizer {
    /** Stands for a token that is to be told. */
    public static final String MASK = "[MASK]";

    static final String UNKNOWN = "[UNK]";
    static final String BEGIN = "[CLS]";
    static final String END = "[SEP]";
    static final String INSIDE = "##";
    static final int LONGEST_WORD = 100;
    private static final List<String> SPECIALS = List.of("[PAD]", UNKNOWN, BEGIN, END, MASK);
    /** How the library writes signs and short forms nearer to the word before. */
    private static final String[][] NEARER = {
        {" .", "."},
        {" ?", "?"},
        {" !", "!"},
        {" ,", ","},
        {" ' ", "'"},
        {" n't", "n't"},
        {" 'm", "'m"},
        {" do not", " don't"},
        {" 's", "'s"},
        {" 've", "'ve"},
        {" 're", "'re"}
    };

    private final Vocabulary vocabulary;
    private final BertWords words;
    private final int unknown;
    private final Frame frame;

    /**
     * @throws IllegalArgumentException if {@code [UNK]}, {@code [CLS]} or {@code [SEP]} is not in the vocabulary
     */
    WordPieceTokenizer(Vocabulary vocabulary, BertWords words) {
        this.vocabulary = vocabulary;
        this.words = words;
        this.unknown = vocabulary.id(UNKNOWN);
        this.frame = new Frame(List.of(vocabulary.id(BEGIN)), List.of(vocabulary.id(END)));
    }

    /**
     * Reads BERT's {@code vocab.txt}, a token a line.
     *
     * @param letters of an uncased vocabulary lower case, which loses accents, too
     * @throws DataException if the file cannot be read, has a token twice, or lacks a special one
     */
    public static WordPieceTokenizer readVocabulary(Path file, WordTokenizer.Letters letters) {
        boolean lower = letters == WordTokenizer.Letters.LOWER_CASE;
        try {
            return new WordPieceTokenizer(
                    new Vocabulary(Files.readAllLines(file), SPECIALS), new BertWords(lower, lower));
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(
                    file + ": must be a vocabulary of word pieces, a token a line: " + e.getMessage(), e);
        }
    }

    @Override
    public Encoding encode(String text) {
        Encoding.Builder tokens = new Encoding.Builder();
        for (BertWords.Word word : words.cut(Tokenizer.checked(text))) {
            List<int[]> pieces = pieces(word);
            if (pieces.isEmpty()) {
                tokens.add(unknown, word.starts()[0], word.ends()[word.size() - 1]);
            }
            pieces.forEach(piece -> tokens.add(piece[0], word.starts()[piece[1]], word.ends()[piece[2] - 1]));
        }
        return tokens.build();
    }

    /** Number, first letter and last letter, exclusive, of each piece; none where the word cannot be put together. */
    private List<int[]> pieces(BertWords.Word word) {
        List<int[]> pieces = new ArrayList<>();
        if (word.size() > LONGEST_WORD) {
            return pieces;
        }
        for (int from = 0; from < word.size(); from = pieces.get(pieces.size() - 1)[2]) {
            int to = word.size();
            OptionalInt id = find(word, from, to);
            while (id.isEmpty() && to > from + 1) {
                id = find(word, from, --to);
            }
            if (id.isEmpty()) {
                return List.of();
            }
            pieces.add(new int[] {id.getAsInt(), from, to});
        }
        return pieces;
    }

    private OptionalInt find(BertWords.Word word, int from, int to) {
        return vocabulary.find((from > 0 ? INSIDE : "") + word.text(from, to));
    }

    /** Words with a space between, but none before most signs; what was left out or between is not known any more. */
    @Override
    public String decode(int... ids) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (int id : ids) {
            if (vocabulary.isSpecial(id)) {
                continue;
            }
            String token = vocabulary.token(id);
            if (!first) {
                token = token.startsWith(INSIDE) ? token.substring(INSIDE.length()) : " " + token;
            }
            for (String[] pair : NEARER) {
                token = token.replace(pair[0], pair[1]);
            }
            text.append(token);
            first = false;
        }
        return text.toString();
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Optional<Frame> frame() {
        return Optional.of(frame);
    }

    @Override
    public byte[] toJson() {
        return TokenizerWriter.wordPieces(vocabulary, words, frame);
    }
}
