package io.bestiary.inference.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers through time, (T, C); where there is one channel its numbers may be written flat.
 *
 * @param channels C
 * @param least times that there must be
 * @param most times that there may be
 */
public record SeriesField(String name, String about, int channels, int least, int most) implements Field<float[][]> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public Optional<float[][]> otherwise() {
        return Optional.empty();
    }

    @Override
    public float[][] read(JsonNode json) {
        if (!json.isArray()) {
            throw new DataException(name + ": must be " + rule() + ", got " + Shown.of(json));
        }
        checkLength(json.size());
        float[][] values = new float[json.size()][channels];
        for (int t = 0; t < values.length; t++) {
            JsonNode row = json.get(t);
            if (channels == 1 && row.isNumber()) {
                values[t][0] = number(row, t);
                continue;
            }
            if (!row.isArray() || row.size() != channels) {
                throw new DataException(name + "[" + t + "]: must be " + channels + " numbers, got " + Shown.of(row));
            }
            for (int c = 0; c < channels; c++) {
                values[t][c] = number(row.get(c), t);
            }
        }
        return values;
    }

    private float number(JsonNode json, int time) {
        if (!json.isNumber()) {
            throw new DataException(name + "[" + time + "]: must be a number, got " + Shown.of(json));
        }
        return check(json.doubleValue(), time);
    }

    private float check(double value, int time) {
        if (!(Math.abs(value) <= Float.MAX_VALUE)) {
            throw new DataException(name + "[" + time + "]: must be a finite number, got " + value);
        }
        return (float) value;
    }

    private void checkLength(long length) {
        if (length < least || length > most) {
            throw new DataException(name + ": must have between " + least + " and " + most + " times, got " + length);
        }
    }

    /** Numbers apart by blanks, commas or semicolons, times by line breaks where there are several channels; or JSON. */
    @Override
    public float[][] parse(String cell, Path folder) {
        String text = cell.strip();
        if (text.startsWith("[")) {
            try {
                return read(JSON.readTree(text));
            } catch (JsonProcessingException e) {
                throw new DataException(name + ": must be a JSON array, got " + Shown.of(text), e);
            }
        }
        List<String> rows = channels == 1
                ? List.of(text.split("[\\s,;]+", -1))
                : text.lines().toList();
        checkLength(rows.size());
        float[][] values = new float[rows.size()][channels];
        for (int t = 0; t < values.length; t++) {
            String[] numbers = rows.get(t).strip().split("[\\s,;]+", -1);
            if (numbers.length != channels) {
                throw new DataException(
                        name + "[" + t + "]: must be " + channels + " numbers, got " + Shown.of(rows.get(t)));
            }
            for (int c = 0; c < channels; c++) {
                try {
                    values[t][c] = check(Double.parseDouble(numbers[c]), t);
                } catch (NumberFormatException e) {
                    throw new DataException(name + "[" + t + "]: must be a number, got " + Shown.of(numbers[c]), e);
                }
            }
        }
        return values;
    }

    @Override
    public float[][] decode(byte[] bytes, String file) {
        return parse(new String(bytes, StandardCharsets.UTF_8), Path.of(""));
    }

    @Override
    public float[][] read(Tensor tensor, int item) {
        if (!tensor().fits(tensor) || !tensor.datatype().isNumber()) {
            throw new DataException(name + ": must be " + tensor() + " or another type of number, got " + tensor);
        }
        int times = Math.toIntExact(tensor.shape().get(1));
        checkLength(times);
        float[][] values = new float[times][channels];
        for (int t = 0; t < times; t++) {
            for (int c = 0; c < channels; c++) {
                values[t][c] = check(tensor.number((item * times + t) * channels + c), t);
            }
        }
        return values;
    }

    private String rule() {
        return "an array of " + (channels == 1 ? "numbers" : "arrays of " + channels + " numbers");
    }

    @Override
    public TensorForm tensor() {
        return TensorForm.of(name, Datatype.FP32, -1L, (long) channels);
    }

    @Override
    public boolean wholeFile() {
        return false;
    }

    @Override
    public String kind() {
        return "series";
    }

    @Override
    public float[][] sample() {
        return new float[least][channels];
    }

    @Override
    public Map<String, Object> schema() {
        Map<String, Object> number = Map.of("type", "number");
        Map<String, Object> row = Map.of("type", "array", "items", number, "minItems", channels, "maxItems", channels);
        return Map.of(
                "type",
                "array",
                "items",
                channels == 1 ? Map.of("oneOf", List.of(number, row)) : row,
                "minItems",
                least,
                "maxItems",
                most,
                "description",
                about);
    }
}
