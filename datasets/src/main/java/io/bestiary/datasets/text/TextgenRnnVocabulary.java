package io.bestiary.datasets.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.datasets.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The vocabulary of textgenrnn: an object of characters and their numbers from 1; 0 fills texts up, and {@code <s>} stands
 * between them. https://github.com/minimaxir/textgenrnn.
 */
public final class TextgenRnnVocabulary {
    private static final String BETWEEN = "<s>";

    private TextgenRnnVocabulary() {}

    /**
     * Reads a file.
     *
     * @throws DataException naming what in it is no character with a number of its own
     */
    public static CharacterTokenizer read(Path file) {
        try {
            JsonNode numbers = new JsonMapper().readTree(file.toFile());
            String[] tokens = new String[numbers.size() + 1];
            tokens[0] = Vocabulary.PADDING;
            for (Map.Entry<String, JsonNode> entry : numbers.properties()) {
                int id = entry.getValue().asInt(-1);
                String token = entry.getKey();
                boolean character = token.equals(BETWEEN) || token.codePointCount(0, token.length()) == 1;
                if (!character || id < 1 || id >= tokens.length || tokens[id] != null) {
                    throw new DataException(file + ": must be characters with a number each, from 1 to "
                            + numbers.size() + ", got \"" + token + "\": " + entry.getValue());
                }
                tokens[id] = token.equals(BETWEEN) ? Vocabulary.END : token;
            }
            return new CharacterTokenizer(
                    new Vocabulary(Arrays.asList(tokens), List.of(Vocabulary.PADDING, Vocabulary.END)));
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(file + ": must be a vocabulary of textgenrnn: " + e.getMessage(), e);
        }
    }
}
