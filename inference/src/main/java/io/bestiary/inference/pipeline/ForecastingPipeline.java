package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.series.SeriesPreprocessor.Window;
import io.bestiary.datasets.series.SeriesRows;
import io.bestiary.datasets.series.TimeAxis;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The past of a series to its future. */
public final class ForecastingPipeline implements Pipeline<SeriesRows, Window, Forecast> {
    private final Network network;
    private final SeriesPreprocessor preprocessor;

    public ForecastingPipeline(Network network, SeriesPreprocessor preprocessor) {
        this.network = network;
        this.preprocessor = preprocessor;
    }

    @Override
    public InputForm<SeriesRows> inputForm() {
        return new SeriesForm(preprocessor);
    }

    @Override
    public AnswerForm<Forecast> answerForm() {
        return new ForecastForm(preprocessor.columns().size());
    }

    @Override
    public Window prepare(SeriesRows rows) {
        return preprocessor.window(rows);
    }

    @Override
    public List<Forecast> answer(NDManager manager, List<Window> windows) {
        NDArray told = told(new NDList(
                FloatBatch.of(manager, windows.stream().map(Window::values).toList(), preprocessor.shape())));
        int horizon = Math.toIntExact(told.size(1));
        int size = horizon * preprocessor.columns().size();
        float[] values = told.toFloatArray();
        List<Forecast> forecasts = new ArrayList<>(windows.size());
        for (int i = 0; i < windows.size(); i++) {
            forecasts.add(forecast(windows.get(i), Arrays.copyOfRange(values, i * size, (i + 1) * size), horizon));
        }
        return forecasts;
    }

    private Forecast forecast(Window window, float[] told, int horizon) {
        int columns = preprocessor.columns().size();
        preprocessor.restore(told, window.level());
        float[][] rows = new float[horizon][];
        Arrays.setAll(rows, row -> Arrays.copyOfRange(told, row * columns, (row + 1) * columns));
        TimeAxis axis = preprocessor.times();
        List<String> times = axis == null || window.last().isEmpty()
                ? List.of()
                : IntStream.rangeClosed(1, horizon)
                        .mapToObj(step ->
                                axis.format().text(axis.after(window.last().get(), step)))
                        .toList();
        return new Forecast(preprocessor.columns(), times, rows);
    }

    /** What the network tells of prepared windows, on its own scale and less their level: (B, L, C) -> (B, H, C). */
    public NDArray told(NDList windows) {
        return network.forward(windows, false).head();
    }
}
