package io.bestiary.inference.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.DataException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A text.
 *
 * @param most characters that it may have
 */
public record TextField(String name, String about, int most, Optional<String> otherwise) implements Field<String> {

    /** A text that must be given. */
    public static TextField of(String name, String about, int most) {
        return new TextField(name, about, most, Optional.empty());
    }

    @Override
    public String read(JsonNode json) {
        if (!json.isTextual()) {
            throw new DataException(name + ": must be a text, got " + Shown.of(json));
        }
        return check(json.textValue());
    }

    @Override
    public String parse(String cell, Path folder) {
        return check(cell);
    }

    @Override
    public String decode(byte[] bytes, String file) {
        try {
            return check(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new DataException(file + ": must be UTF-8", e);
        }
    }

    @Override
    public String read(Tensor tensor, int item) {
        if (!tensor().fits(tensor) || tensor.datatype() != Datatype.BYTES) {
            throw new DataException(name + ": must be " + tensor() + ", got " + tensor);
        }
        return decode(tensor.strings().get(item), name);
    }

    private String check(String text) {
        if (text.length() > most) {
            throw new DataException(name + ": must have at most " + most + " characters, got " + text.length());
        }
        return text;
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
    public String sample() {
        return otherwise.orElse("a");
    }

    @Override
    public Map<String, Object> schema() {
        return Map.of("type", "string", "maxLength", most, "description", about);
    }
}
