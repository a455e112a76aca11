package io.bestiary.inference.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.DataException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a task's raw inputs are written: stated once, and read alike from files, from rows of tables and JSON lines, from
 * requests and from tensors.
 *
 * @param <I> raw input
 */
public interface InputForm<I> {

    /** What the raw inputs are. */
    Class<I> type();

    /** What an input is made of. The first field is the main one: what a file, a line of text or a bare value holds. */
    List<Field<?>> fields();

    /** Makes the input of its fields' values. */
    I make(Values values);

    /** The form of inputs that are one field's value. */
    static <I> InputForm<I> of(Class<I> type, Field<I> field) {
        return new SingleField<>(type, field);
    }

    /**
     * Reads a request: an object with the fields as keys, or the main field's value alone.
     *
     * @throws DataException naming the field, what it must be and what was given
     */
    default I fromJson(JsonNode json) {
        if (!json.isObject()) {
            Field<?> main = fields().get(0);
            return read(field -> field.equals(main) ? main.read(json) : null);
        }
        json.fieldNames().forEachRemaining(name -> {
            if (fields().stream().noneMatch(field -> field.name().equals(name))) {
                throw new DataException(name + ": must be one of " + names());
            }
        });
        return read(field -> json.has(field.name()) ? field.read(json.get(field.name())) : null);
    }

    /**
     * Reads a line of a JSON lines file, which may hold more than the fields.
     *
     * @param folder where relative paths start
     * @throws DataException naming the field, what it must be and what was given
     */
    default I fromJsonLine(JsonNode json, Path folder) {
        if (!json.isObject()) {
            Field<?> main = fields().get(0);
            return read(field -> field.equals(main) ? value(main, json, folder) : null);
        }
        return read(field -> json.has(field.name()) ? value(field, json.get(field.name()), folder) : null);
    }

    private static Object value(Field<?> field, JsonNode json, Path folder) {
        return json.isTextual() ? field.parse(json.textValue(), folder) : field.read(json);
    }

    /**
     * Reads a row of a table, which may have more columns than the fields.
     *
     * @param cells by the names of their columns
     * @param folder where relative paths start
     * @throws DataException naming the field, what it must be and what was given
     */
    default I fromRow(Map<String, String> cells, Path folder) {
        return read(field -> cells.containsKey(field.name()) ? field.parse(cells.get(field.name()), folder) : null);
    }

    /**
     * Reads a table that as a whole is one input, as a series is.
     *
     * @return nothing where the rows of the table are the inputs
     * @throws DataException naming file and line where it is not what it must be
     */
    default Optional<I> fromTable(Path csv) {
        return Optional.empty();
    }

    /**
     * Reads what a file or a request's body holds: the main field's value.
     *
     * @param name what messages call it
     * @throws DataException if the bytes are not what they must be
     */
    default I fromBytes(byte[] bytes, String name) {
        Field<?> main = fields().get(0);
        return read(field -> field.equals(main) ? main.decode(bytes, name) : null);
    }

    /**
     * Reads one item of a batch of tensors.
     *
     * @param tensors by the fields' names; their first axis is the batch
     * @throws DataException naming the field, what it must be and what was given
     */
    default I fromTensors(Map<String, Tensor> tensors, int item) {
        return read(field -> tensors.containsKey(field.name()) ? field.read(tensors.get(field.name()), item) : null);
    }

    /**
     * The form of inputs that ask for answers of at most so many tokens. Where a request does not say how long its answer is
     * to be, the network does.
     */
    default InputForm<I> within(int tokens) {
        return this;
    }

    /** Some input that can be answered, to warm up with. */
    default I sample() {
        return read(Field::sample);
    }

    /** A request that can be answered, as JSON values: of the fields that must be given, unless a form says otherwise. */
    default Map<String, Object> example() {
        Map<String, Object> example = new LinkedHashMap<>();
        fields().stream().filter(field -> field.otherwise().isEmpty()).forEach(field -> put(example, field));
        return example;
    }

    private static <T> void put(Map<String, Object> example, Field<T> field) {
        example.put(field.name(), field.json(field.sample()));
    }

    private I read(Source source) {
        Map<String, Object> values = new HashMap<>();
        for (Field<?> field : fields()) {
            Object given = source.valueOrNull(field);
            Object value = given == null ? field.otherwise().orElse(null) : given;
            if (value == null) {
                throw new DataException(field.name() + ": must be given (" + field.about() + ")");
            }
            values.put(field.name(), value);
        }
        return make(new Values(values));
    }

    /** The fields' names, for messages. */
    default String names() {
        return fields().stream().map(Field::name).collect(Collectors.joining(", "));
    }

    /** Where the values of an input come from; null for those that are not given. */
    @FunctionalInterface
    interface Source {
        Object valueOrNull(Field<?> field);
    }
}
