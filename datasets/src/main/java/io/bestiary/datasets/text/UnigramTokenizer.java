package io.bestiary.datasets.text;

import io.bestiary.datasets.text.WrittenForms.Letter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Each word in the pieces whose scores have the greatest sum, as SentencePiece cuts texts for T5; a word begins with
 * {@code ▁}, and what no piece spells is unknown.
 *
 * <p>Kudo, 2018, https://arxiv.org/abs/1804.10959.
 */
public final class UnigramTokenizer implements Tokenizer {
    private static final char SPACE = PieceTokenizer.SPACE;
    private static final String MARK = String.valueOf(SPACE);
    private static final Pattern WHITE = Pattern.compile("\\p{IsWhite_Space}");
    /** How much worse than the worst piece a character is that is not known. */
    private static final double PENALTY = 10;

    private final Vocabulary vocabulary;
    private final double[] scores;
    private final int unknown;
    private final double unknownScore;
    private final int longest;
    private final Optional<WrittenForms> forms;
    private final Optional<Frame> frame;

    /** The best way to cut the letters up to a place: where its last piece begins, and which one that is. */
    private record Way(int from, int id, double score) {}

    /**
     * @param scores of the tokens, in their order
     * @param unknown number of the token for what is not known
     * @param forms what is written for characters first
     * @param frame special tokens around a text
     */
    UnigramTokenizer(
            Vocabulary vocabulary, double[] scores, int unknown, Optional<WrittenForms> forms, Optional<Frame> frame) {
        this.vocabulary = vocabulary;
        this.scores = scores.clone();
        this.unknown = unknown;
        this.unknownScore = Arrays.stream(scores).min().orElseThrow() - PENALTY;
        this.longest = vocabulary.tokens().stream()
                .mapToInt(piece -> piece.codePointCount(0, piece.length()))
                .max()
                .orElseThrow();
        this.forms = forms;
        this.frame = frame;
    }

    @Override
    public Encoding encode(String text) {
        Encoding.Builder tokens = new Encoding.Builder();
        List<Letter> word = new ArrayList<>();
        for (Letter letter : WrittenForms.letters(Tokenizer.checked(text), forms)) {
            boolean white = WHITE.matcher(Character.toString(letter.c())).matches();
            if (white || letter.c() == SPACE) {
                cut(word, tokens);
                word.clear();
            }
            if (white) {
                continue;
            }
            if (word.isEmpty() && letter.c() != SPACE) {
                word.add(new Letter(SPACE, letter.start(), letter.end())); // as in the library
            }
            word.add(letter);
        }
        cut(word, tokens);
        return tokens.build();
    }

    /** Adds the pieces of a word; neighbours that are not known are one. */
    private void cut(List<Letter> word, Encoding.Builder tokens) {
        Way[] ways = ways(word);
        List<int[]> pieces = new ArrayList<>(); // number, first letter, end; the last piece first
        for (int end = word.size(); end > 0; end = ways[end].from()) {
            Way way = ways[end];
            int[] after = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            if (after != null && way.id() == unknown && after[0] == unknown) {
                after[1] = way.from();
            } else {
                pieces.add(new int[] {way.id(), way.from(), end});
            }
        }
        Collections.reverse(pieces);
        for (int[] piece : pieces) {
            tokens.add(
                    piece[0], word.get(piece[1]).start(), word.get(piece[2] - 1).end());
        }
    }

    /** Place by place the best way to it; of equals the one that was found first. */
    private Way[] ways(List<Letter> word) {
        Way[] ways = new Way[word.size() + 1];
        ways[0] = new Way(0, unknown, 0);
        for (int from = 0; from < word.size(); from++) {
            StringBuilder piece = new StringBuilder();
            boolean alone = false;
            for (int to = from + 1; to <= Math.min(word.size(), from + longest); to++) {
                OptionalInt id =
                        find(piece.appendCodePoint(word.get(to - 1).c()).toString());
                if (id.isPresent()) {
                    better(ways, from, to, id.getAsInt(), scores[id.getAsInt()]);
                    alone |= to == from + 1;
                }
            }
            if (!alone) {
                better(ways, from, from + 1, unknown, unknownScore);
            }
        }
        return ways;
    }

    private static void better(Way[] ways, int from, int to, int id, double score) {
        double sum = ways[from].score() + score;
        if (ways[to] == null || sum > ways[to].score()) {
            ways[to] = new Way(from, id, sum);
        }
    }

    private OptionalInt find(String piece) {
        OptionalInt id = vocabulary.find(piece);
        return id.isPresent() && vocabulary.isSpecial(id.getAsInt()) ? OptionalInt.empty() : id;
    }

    /** Without the spaces of the first piece. */
    @Override
    public String decode(int... ids) {
        String text = Arrays.stream(ids)
                .filter(id -> !vocabulary.isSpecial(id))
                .mapToObj(vocabulary::token)
                .reduce(null, (before, piece) -> before == null ? piece.replace(MARK, "") : before + piece);
        return text == null ? "" : text.replace(SPACE, ' ');
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Optional<Frame> frame() {
        return frame;
    }

    @Override
    public byte[] toJson() {
        return TokenizerWriter.unigram(vocabulary, scores, unknown, forms.map(WrittenForms::toBase64), frame);
    }
}
