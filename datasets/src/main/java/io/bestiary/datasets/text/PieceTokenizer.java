package io.bestiary.datasets.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Pairs of pieces merged as SentencePiece does it for Llama: a text begins with a space, spaces are written
 * {@code ▁}, and what has no piece is spelled in bytes, such as {@code <0x0A>}.
 *
 * <p>Kudo and Richardson, 2018, https://arxiv.org/abs/1808.06226.
 */
public final class PieceTokenizer implements Tokenizer {
    static final char SPACE = '\u2581';

    private final Vocabulary vocabulary;
    private final PairMerges merges;
    private final int[] ofByte = new int[256];
    private final byte[] byteOf;

    /**
     * @param merges those to be done first come first
     * @throws IllegalArgumentException if a byte, or a part or the result of a merge, is not in the vocabulary
     */
    PieceTokenizer(Vocabulary vocabulary, List<PairMerges.Merge> merges) {
        this.vocabulary = vocabulary;
        this.merges = new PairMerges(vocabulary, merges);
        this.byteOf = new byte[vocabulary.size()];
        for (int value = 0; value < 256; value++) {
            ofByte[value] = vocabulary.id(String.format("<0x%02X>", value));
            byteOf[ofByte[value]] = (byte) value;
        }
    }

    /**
     * Of pieces with scores, as SentencePiece and llama2.c keep them: of two merges the one with the better score is done
     * first.
     *
     * @param scores of the tokens, in their order
     */
    public static PieceTokenizer ofScores(Vocabulary vocabulary, List<Float> scores) {
        record Scored(PairMerges.Merge merge, int left, int right, float score) {}
        List<Scored> all = new ArrayList<>();
        for (int id = 0; id < vocabulary.size(); id++) {
            String piece = vocabulary.token(id);
            if (vocabulary.isSpecial(id) || piece.matches("<0x[0-9A-F]{2}>")) {
                continue;
            }
            for (int cut = 1; cut < piece.length(); cut++) {
                OptionalInt left = vocabulary.find(piece.substring(0, cut));
                OptionalInt right = vocabulary.find(piece.substring(cut));
                if (left.isPresent() && right.isPresent()) {
                    PairMerges.Merge merge = new PairMerges.Merge(piece.substring(0, cut), piece.substring(cut));
                    all.add(new Scored(merge, left.getAsInt(), right.getAsInt(), scores.get(id)));
                }
            }
        }
        List<PairMerges.Merge> inOrder = all.stream()
                .sorted(Comparator.comparing(Scored::score, Comparator.reverseOrder())
                        .thenComparingInt(Scored::left)
                        .thenComparingInt(Scored::right))
                .map(Scored::merge)
                .toList();
        return new PieceTokenizer(vocabulary, inOrder);
    }

    @Override
    public Encoding encode(String text) {
        Encoding.Builder tokens = new Encoding.Builder();
        if (Tokenizer.checked(text).isEmpty()) {
            return tokens.build();
        }
        List<Symbol> symbols = new ArrayList<>();
        append(SPACE, 0, text.offsetByCodePoints(0, 1), symbols); // covers the first character, as in the library
        int next;
        for (int i = 0; i < text.length(); i = next) {
            next = text.offsetByCodePoints(i, 1);
            int c = text.codePointAt(i);
            append(c == ' ' ? SPACE : c, i, next, symbols);
        }
        int first = 0;
        for (int id : merges.merge(symbols.stream().mapToInt(Symbol::id).toArray())) {
            String token = vocabulary.token(id);
            int after = first + (isByte(id) ? 1 : token.codePointCount(0, token.length()));
            tokens.add(id, symbols.get(first).start(), symbols.get(after - 1).end());
            first = after;
        }
        return tokens.build();
    }

    /** A character, or a byte of one, and where the character is in the text. */
    private record Symbol(int id, int start, int end) {}

    private void append(int c, int start, int end, List<Symbol> symbols) {
        String piece = Character.toString(c);
        OptionalInt known = vocabulary.specials().contains(piece) ? OptionalInt.empty() : vocabulary.find(piece);
        if (known.isPresent()) {
            symbols.add(new Symbol(known.getAsInt(), start, end));
            return;
        }
        for (byte each : piece.getBytes(StandardCharsets.UTF_8)) {
            symbols.add(new Symbol(ofByte[each & 0xff], start, end));
        }
    }

    private boolean isByte(int id) {
        return ofByte[byteOf[id] & 0xff] == id;
    }

    /** Without the space at the beginning; bytes that are no valid UTF-8 become U+FFFD. */
    @Override
    public String decode(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            if (isByte(id)) {
                bytes.write(byteOf[id]);
            } else if (!vocabulary.isSpecial(id)) {
                bytes.writeBytes(vocabulary.token(id).replace(SPACE, ' ').getBytes(StandardCharsets.UTF_8));
            }
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        return text.startsWith(" ") ? text.substring(1) : text;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public byte[] toJson() {
        return TokenizerWriter.pieces(vocabulary, merges.list());
    }
}
