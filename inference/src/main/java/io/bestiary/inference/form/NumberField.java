package io.bestiary.inference.form;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A number between two others.
 *
 * @param whole whether it must be a whole one
 * @param names of what the numbers stand for, from the least to the most; none where they stand for themselves
 */
public record NumberField(
        String name,
        String about,
        boolean whole,
        double least,
        double most,
        Optional<Double> otherwise,
        List<String> names)
        implements Field<Double> {

    public NumberField {
        names = List.copyOf(names);
    }

    public NumberField(
            String name, String about, boolean whole, double least, double most, Optional<Double> otherwise) {
        this(name, about, whole, least, most, otherwise, List.of());
    }

    /** A whole number that stands for one of several things. */
    public static NumberField choice(
            String name, String about, int least, List<String> names, Optional<Double> otherwise) {
        return new NumberField(name, about, true, least, least + names.size() - 1, otherwise, names);
    }

    @Override
    public Double read(JsonNode json) {
        if (!json.isNumber()) {
            throw new DataException(name + ": must be " + rule() + ", got " + Shown.of(json));
        }
        return check(json.doubleValue());
    }

    @Override
    public Double parse(String cell, Path folder) {
        try {
            return check(Double.parseDouble(cell.strip()));
        } catch (NumberFormatException e) {
            throw new DataException(name + ": must be " + rule() + ", got " + Shown.of(cell), e);
        }
    }

    @Override
    public Double decode(byte[] bytes, String file) {
        return parse(new String(bytes, StandardCharsets.UTF_8), Path.of(""));
    }

    @Override
    public Double read(Tensor tensor, int item) {
        if (!tensor().fits(tensor) || !tensor.datatype().isNumber()) {
            throw new DataException(name + ": must be " + tensor() + " or another type of number, got " + tensor);
        }
        return check(tensor.number(item));
    }

    private double check(double value) {
        if (!(value >= least && value <= most) || (whole && value != Math.rint(value))) {
            throw new DataException(name + ": must be " + rule() + ", got " + show(value));
        }
        return value;
    }

    private String rule() {
        return "a " + (whole ? "whole " : "") + "number between " + show(least) + " and " + show(most);
    }

    private static String show(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : "" + value;
    }

    @Override
    public TensorForm tensor() {
        return TensorForm.of(name, whole ? Datatype.INT64 : Datatype.FP64);
    }

    @Override
    public boolean wholeFile() {
        return false;
    }

    @Override
    public String kind() {
        return "number";
    }

    @Override
    public Double sample() {
        return otherwise.orElse(least);
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", whole ? "integer" : "number");
        schema.put("minimum", least);
        schema.put("maximum", most);
        schema.put("description", about);
        if (!names.isEmpty()) {
            schema.put(
                    "oneOf",
                    IntStream.range(0, names.size())
                            .mapToObj(i -> Map.of("const", (long) least + i, "title", names.get(i)))
                            .toList());
        }
        return schema;
    }
}
