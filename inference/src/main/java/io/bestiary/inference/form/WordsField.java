package io.bestiary.inference.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words that were cut already: in JSON an array of texts, elsewhere that or the words apart by spaces; none where it is not
 * given.
 *
 * @param most words that there may be
 */
public record WordsField(String name, String about, int most) implements Field<List<String>> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Optional<List<String>> otherwise() {
        return Optional.of(List.of());
    }

    @Override
    public List<String> read(JsonNode json) {
        if (json.isTextual()) {
            return parse(json.textValue(), Path.of(""));
        }
        if (!json.isArray()) {
            throw new DataException(name + ": must be an array of texts, got " + Shown.of(json));
        }
        List<String> words = new ArrayList<>();
        for (JsonNode word : json) {
            if (!word.isTextual() || word.textValue().isBlank()) {
                throw new DataException(
                        name + "[" + words.size() + "]: must be a text that is not blank, got " + Shown.of(word));
            }
            words.add(word.textValue());
        }
        return check(words);
    }

    @Override
    public List<String> parse(String cell, Path folder) {
        String text = cell.strip();
        if (text.startsWith("[\"")) {
            try {
                return read(JSON.readTree(text));
            } catch (JsonProcessingException e) {
                throw new DataException(name + ": must be a JSON array, got " + Shown.of(text), e);
            }
        }
        return text.isEmpty() ? List.of() : check(List.of(text.split("\\s+")));
    }

    @Override
    public List<String> decode(byte[] bytes, String file) {
        try {
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    Path.of(""));
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": must be UTF-8", e);
        }
    }

    @Override
    public List<String> read(Tensor tensor, int item) {
        if (!tensor().fits(tensor) || tensor.datatype() != Datatype.BYTES) {
            throw new DataException(name + ": must be " + tensor() + ", got " + tensor);
        }
        return decode(tensor.strings().get(item), name);
    }

    private List<String> check(List<String> words) {
        if (words.size() > most) {
            throw new DataException(name + ": must be at most " + most + ", got " + words.size());
        }
        return words;
    }

    @Override
    public TensorForm tensor() {
        return TensorForm.of(name, Datatype.BYTES);
    }

    @Override
    public boolean wholeFile() {
        return false;
    }

    @Override
    public String kind() {
        return "text";
    }

    @Override
    public List<String> sample() {
        return List.of();
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "array", "items", Map.of("type", "string"), "maxItems", most, "description", about);
    }
}
