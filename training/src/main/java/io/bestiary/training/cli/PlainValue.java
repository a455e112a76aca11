package io.bestiary.training.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** A value of the command line as JSON knows it: a number, true or false, a list in brackets, else text. */
final class PlainValue {
    private static final JsonMapper JSON = new JsonMapper();

    private PlainValue() {}

    static Object of(String text) {
        try {
            Object value = JSON.readValue(text, Object.class);
            return value == null ? text : value;
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
