package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextData.Part;
import java.util.Arrays;

/**
 * A part of some texts as tokens: a token to begin with, then those of the texts, each of separate ones followed by that
 * token again. So every token of a text has one before it to be told from.
 */
public final class TokenizedText {
    private final TokenFile tokens;
    private final long[] starts;
    private final int[] prompts;
    private final long characters;

    private TokenizedText(TokenFile tokens, long[] starts, int[] prompts, long characters) {
        this.tokens = tokens;
        this.starts = starts;
        this.prompts = prompts;
        this.characters = characters;
    }

    /**
     * Cuts the texts of a part.
     *
     * @param border the token to begin with
     * @throws DataException naming a text without its answer, or with what the tokenizer has no token for
     */
    public static TokenizedText of(TextData data, Part part, Tokenizer tokenizer, int border) {
        long[] starts = new long[16];
        int[] prompts = new int[16];
        int count = 0;
        try (TokenFile.Writer writer = new TokenFile.Writer()) {
            writer.add(border);
            if (!part.isEmpty()) {
                for (String text : part.texts()) {
                    if (data.kind() == Kind.SEPARATE) {
                        if (count + 1 >= starts.length) {
                            starts = Arrays.copyOf(starts, 2 * count + 2);
                            prompts = Arrays.copyOf(prompts, 2 * count + 2);
                        }
                        starts[count] = writer.size() - 1;
                        prompts[count++] = prompt(data, part, text, tokenizer);
                    }
                    writer.add(encode(part, text, tokenizer));
                    if (data.kind() == Kind.SEPARATE) {
                        writer.add(border);
                    }
                }
            }
            starts[count] = writer.size() - 1;
            return new TokenizedText(
                    writer.finish(),
                    Arrays.copyOf(starts, count + 1),
                    Arrays.copyOf(prompts, count),
                    part.characters());
        }
    }

    private static int[] encode(Part part, String text, Tokenizer tokenizer) {
        try {
            return tokenizer.encode(text).ids();
        } catch (DataException e) {
            throw refused(part, text, tokenizer, e);
        }
    }

    /** Names the line that cannot be cut, which a piece of a running text is one of many in. */
    private static DataException refused(Part part, String text, Tokenizer tokenizer, DataException why) {
        for (String line : text.split("\n", 0)) {
            try {
                tokenizer.encode(line);
            } catch (DataException e) {
                return new DataException(
                        part.place(line) + ": " + e.getMessage()
                                + "; the tokenizer learns from the training part only (byte-pair knows every text)",
                        e);
            }
        }
        return why;
    }

    /** Tokens before the answer. */
    private static int prompt(TextData data, Part part, String text, Tokenizer tokenizer) {
        if (data.answer().isEmpty()) {
            return 0;
        }
        String sign = data.answer().get();
        int at = text.indexOf(sign);
        if (at < 0) {
            throw new DataException(part.place(text) + ": every text must have \"" + sign + "\" before its answer, got "
                    + (text.length() > 60 ? text.substring(0, 60) + "..." : text));
        }
        return encode(part, text.substring(0, at + sign.length()), tokenizer).length;
    }

    public TokenFile tokens() {
        return tokens;
    }

    /** Number of separate texts; 0 of a running one. */
    public int texts() {
        return prompts.length;
    }

    /** Where the token before a separate text is; for the number of texts, where the last token of all is. */
    public long start(int text) {
        return starts[text];
    }

    /** Tokens of a separate text that are given and not learned. */
    public int prompt(int text) {
        return prompts[text];
    }

    /** Characters of all texts, the line feed after each of separate ones counted. */
    public long characters() {
        return characters;
    }
}
