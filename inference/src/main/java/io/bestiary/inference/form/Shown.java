package io.bestiary.inference.form;

import com.fasterxml.jackson.databind.JsonNode;

/** A value that was given, short enough for a message. */
final class Shown {
    private static final int MOST = 40;

    private Shown() {}

    static String of(JsonNode json) {
        return of(json.toString());
    }

    static String of(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST) + "...";
    }
}
