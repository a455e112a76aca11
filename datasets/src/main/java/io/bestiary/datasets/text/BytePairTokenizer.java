package io.bestiary.datasets.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Byte-pair encoding on bytes, as in GPT-2: every text can be encoded, and decodes to itself.
 *
 * <p>Sennrich et al., 2015, https://arxiv.org/abs/1508.07909; Radford et al., 2019.
 */
public final class BytePairTokenizer implements Tokenizer {
    /** GPT-2's cut into pieces, over whose borders no token goes. */
    static final Pattern PIECE = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final int MOST_KEPT = 1 << 16;
    private static final int LONGEST_KEPT = 64;

    private final Vocabulary vocabulary;
    private final PairMerges merges;
    private final Optional<Frame> frame;
    private final int[] ofByte = new int[256];
    private final Map<String, int[]> kept = new ConcurrentHashMap<>();

    /**
     * @param merges those to be done first come first
     * @throws IllegalArgumentException if a byte, or a part or the result of a merge, is not in the vocabulary
     */
    BytePairTokenizer(Vocabulary vocabulary, List<PairMerges.Merge> merges) {
        this(vocabulary, merges, Optional.empty());
    }

    /**
     * The same with special tokens around each text, as RoBERTa reads it.
     *
     * @param frame those tokens
     */
    BytePairTokenizer(Vocabulary vocabulary, List<PairMerges.Merge> merges, Optional<Frame> frame) {
        this.vocabulary = vocabulary;
        this.frame = frame;
        for (int value = 0; value < 256; value++) {
            ofByte[value] = vocabulary.id(String.valueOf(ByteAlphabet.of((byte) value)));
        }
        for (String token : vocabulary.tokens()) {
            if (!vocabulary.specials().contains(token) && !ByteAlphabet.spells(token)) {
                throw new IllegalArgumentException("tokens: must be spelled in bytes, got \"" + token + "\"");
            }
        }
        this.merges = new PairMerges(vocabulary, merges);
    }

    /**
     * Learns tokens from the texts.
     *
     * @param size most tokens: the special ones, 256 bytes, and what is merged
     */
    public static BytePairTokenizer train(Iterable<String> texts, int size, List<String> specials) {
        return BytePairTrainer.train(texts, size, specials);
    }

    @Override
    public Encoding encode(String text) {
        Matcher pieces = PIECE.matcher(Tokenizer.checked(text));
        Encoding.Builder tokens = new Encoding.Builder();
        while (pieces.find()) {
            String piece = pieces.group();
            int[] ids = ids(piece);
            int[] characters = characterOfByte(piece);
            int from = 0;
            for (int id : ids) {
                int to = from + vocabulary.token(id).length(); // a character of the alphabet is a byte
                int last = characters[to - 1];
                int start = pieces.start() + characters[from];
                tokens.add(id, start, pieces.start() + piece.offsetByCodePoints(last, 1));
                from = to;
            }
        }
        return tokens.build();
    }

    /** Where the character begins that each byte of a piece belongs to. */
    private static int[] characterOfByte(String piece) {
        int[] starts = new int[piece.getBytes(StandardCharsets.UTF_8).length];
        int at = 0;
        int next;
        for (int i = 0; i < piece.length(); i = next) {
            next = piece.offsetByCodePoints(i, 1);
            int c = piece.codePointAt(i);
            int bytes = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            java.util.Arrays.fill(starts, at, at + bytes, i);
            at += bytes;
        }
        return starts;
    }

    private int[] ids(String piece) {
        int[] known = kept.get(piece);
        if (known != null) {
            return known;
        }
        byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = ofByte[bytes[i] & 0xff];
        }
        ids = merges.merge(ids);
        if (piece.length() <= LONGEST_KEPT && kept.size() < MOST_KEPT) {
            kept.put(piece, ids);
        }
        return ids;
    }

    /** Bytes that are no valid UTF-8, as where a character was cut in two, become U+FFFD. */
    @Override
    public String decode(int... ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            if (!vocabulary.isSpecial(id)) {
                bytes.writeBytes(ByteAlphabet.bytes(vocabulary.token(id)));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<Frame> frame() {
        return frame;
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    List<PairMerges.Merge> merges() {
        return merges.list();
    }

    @Override
    public byte[] toJson() {
        return TokenizerWriter.bytePairs(vocabulary, merges.list(), frame);
    }
}
