package io.bestiary.inference.pipeline;

import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TensorForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the future of a series is written: columns, times if there are any, and a row of values for each. */
final class ForecastForm implements AnswerForm<Forecast> {
    private final long columns;

    ForecastForm(int columns) {
        this.columns = columns;
    }

    @Override
    public Map<String, Object> toJson(Forecast forecast) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("columns", forecast.columns());
        if (!forecast.times().isEmpty()) {
            json.put("times", forecast.times());
        }
        json.put("values", forecast.values());
        return json;
    }

    @Override
    public List<Part<Forecast>> parts() {
        return List.of(new Part<>(TensorForm.of("values", Datatype.FP32, -1L, columns), this::tensor));
    }

    private Tensor tensor(Forecast forecast) {
        float[][] rows = forecast.values();
        float[] values = new float[Math.toIntExact(rows.length * columns)];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, values, Math.toIntExact(row * columns), rows[row].length);
        }
        return Tensor.floats(List.of((long) rows.length, columns), values);
    }
}
