package io.bestiary.datasets.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
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
    private final List<Merge> merges;
    private final Map<Long, Integer> ranks = new HashMap<>();
    private final int[] merged;
    private final int[] ofByte = new int[256];
    private final Map<String, int[]> kept = new ConcurrentHashMap<>();

    /** Two neighbours that become one token. */
    record Merge(String left, String right) {}

    /**
     * @param merges those to be done first come first
     * @throws IllegalArgumentException if a byte, or a part or the result of a merge, is not in the vocabulary
     */
    BytePairTokenizer(Vocabulary vocabulary, List<Merge> merges) {
        this.vocabulary = vocabulary;
        this.merges = List.copyOf(merges);
        this.merged = new int[merges.size()];
        for (int value = 0; value < 256; value++) {
            ofByte[value] = vocabulary.id(String.valueOf(ByteAlphabet.of((byte) value)));
        }
        for (String token : vocabulary.tokens()) {
            if (!vocabulary.specials().contains(token) && !ByteAlphabet.spells(token)) {
                throw new IllegalArgumentException("tokens: must be spelled in bytes, got \"" + token + "\"");
            }
        }
        for (Merge merge : merges) {
            long pair = pair(vocabulary.id(merge.left()), vocabulary.id(merge.right()));
            merged[ranks.size()] = vocabulary.id(merge.left() + merge.right());
            if (ranks.putIfAbsent(pair, ranks.size()) != null) {
                throw new IllegalArgumentException("merges: must be there once, got " + merge + " twice");
            }
        }
    }

    /**
     * Learns tokens from the texts.
     *
     * @param size most tokens: the special ones, 256 bytes, and what is merged
     */
    public static BytePairTokenizer train(Iterable<String> texts, int size, List<String> specials) {
        return BytePairTrainer.train(texts, size, specials);
    }

    static long pair(int left, int right) {
        return ((long) left << 32) | right;
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
        int[] ids = merge(piece.getBytes(StandardCharsets.UTF_8));
        if (piece.length() <= LONGEST_KEPT && kept.size() < MOST_KEPT) {
            kept.put(piece, ids);
        }
        return ids;
    }

    /** Does the first merge that is possible, the leftmost of equals, until none is; in O(n log n). */
    private int[] merge(byte[] bytes) {
        int count = bytes.length;
        int[] ids = new int[count];
        int[] next = new int[count];
        int[] previous = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = ofByte[bytes[i] & 0xff];
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        PriorityQueue<Long> possible = new PriorityQueue<>();
        for (int i = 0; i + 1 < count; i++) {
            offer(possible, ids, i, i + 1);
        }
        while (!possible.isEmpty()) {
            long first = possible.poll();
            int rank = (int) (first >>> 32);
            int at = (int) first;
            int right = next[at];
            if (ids[at] < 0
                    || right >= count
                    || !ranks.getOrDefault(pair(ids[at], ids[right]), -1).equals(rank)) {
                continue; // another merge took one of the two
            }
            ids[at] = merged[rank];
            ids[right] = -1;
            next[at] = next[right];
            if (next[at] < count) {
                previous[next[at]] = at;
                offer(possible, ids, at, next[at]);
            }
            if (previous[at] >= 0) {
                offer(possible, ids, previous[at], at);
            }
        }
        return java.util.Arrays.stream(ids).filter(id -> id >= 0).toArray();
    }

    private void offer(PriorityQueue<Long> possible, int[] ids, int left, int right) {
        Integer rank = ranks.get(pair(ids[left], ids[right]));
        if (rank != null) {
            possible.add(((long) rank << 32) | left);
        }
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
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    List<Merge> merges() {
        return new ArrayList<>(merges);
    }

    @Override
    public byte[] toJson() {
        return TokenizerWriter.bytePairs(vocabulary, merges);
    }
}
