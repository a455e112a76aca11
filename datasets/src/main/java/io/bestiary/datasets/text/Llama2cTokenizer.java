package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The tokenizer of llama2.c: the length of the longest piece, then for each piece its score, its length and its bytes.
 * https://github.com/karpathy/llama2.c.
 */
public final class Llama2cTokenizer {
    private static final int LONGEST = 1 << 16;
    private static final String UNUSED_END = "</s>";

    private Llama2cTokenizer() {}

    /**
     * Reads a file.
     *
     * @throws DataException if it is cut off or no such file
     */
    public static PieceTokenizer read(Path file) {
        List<String> pieces = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            bytes.getInt();
            while (bytes.hasRemaining()) {
                scores.add(bytes.getFloat());
                int length = bytes.getInt();
                if (length < 1 || length > LONGEST) {
                    throw new DataException(file + ": piece " + pieces.size() + ": must have between 1 and " + LONGEST
                            + " bytes, got " + length);
                }
                byte[] piece = new byte[length];
                bytes.get(piece);
                pieces.add(new String(piece, StandardCharsets.UTF_8).replace(' ', PieceTokenizer.SPACE));
            }
            // What stands between the stories it was trained on ends a text as it begins one; llama2.c never writes the
            // third.
            List<String> specials = List.of(Vocabulary.UNKNOWN, Vocabulary.END, UNUSED_END);
            for (int i = 0; i < specials.size() && i < pieces.size(); i++) {
                pieces.set(i, specials.get(i));
            }
            return PieceTokenizer.ofScores(new Vocabulary(pieces, specials), scores);
        } catch (IOException e) {
            throw new DataException(file + ": must be a tokenizer of llama2.c, found " + e.getMessage(), e);
        } catch (BufferUnderflowException e) {
            throw new DataException(file + ": must end with a whole piece, ends within piece " + pieces.size(), e);
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ": must be a tokenizer of llama2.c: " + e.getMessage(), e);
        }
    }
}
