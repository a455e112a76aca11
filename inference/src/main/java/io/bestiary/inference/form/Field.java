package io.bestiary.inference.form;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * One value of a raw input: how it is written in JSON, in a cell of a table, in a file and in a tensor.
 *
 * <p>All methods that read throw {@link io.bestiary.datasets.DataException}, whose message names the field, what its value
 * must be and what was given.
 *
 * @param <T> what is read
 */
public sealed interface Field<T> permits NumberField, PictureField, SeriesField, TextField, WordsField {

    String name();

    /** What the value means, in a few words. */
    String about();

    /** What it is where it is not given; empty if it must be. */
    Optional<T> otherwise();

    /** Reads a value of a request. */
    T read(JsonNode json);

    /**
     * Reads a value of a user's own file.
     *
     * @param folder where relative paths start
     */
    T parse(String cell, Path folder);

    /** Reads what a file or a request's body holds. */
    T decode(byte[] bytes, String name);

    /** Reads one item of a batch. */
    T read(Tensor tensor, int item);

    /** The tensor that holds the values of a batch. */
    TensorForm tensor();

    /** Whether a file that is no table holds one value; otherwise each of its lines does. */
    boolean wholeFile();

    /** What sort of value it is, for pages that ask for it: {@code picture}, {@code text}, {@code number}, {@code series}. */
    String kind();

    /** Some value that can be answered, to warm up with. */
    T sample();

    /** A value as a request writes it. */
    default Object json(T value) {
        return value;
    }

    /** The value in JSON, as JSON Schema says it. */
    Map<String, Object> schema();
}
