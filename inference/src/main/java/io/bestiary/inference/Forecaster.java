package io.bestiary.inference;

import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.series.SeriesRows;
import io.bestiary.inference.pipeline.Forecast;
import io.bestiary.inference.pipeline.SeriesForm;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;

/**
 * Tells the future of a series: the front door to a trained forecaster, to be used from any thread.
 *
 * <pre>{@code
 * try (Forecaster forecaster = Forecaster.open(Path.of("runs/lstm-waves"))) {
 *     Forecast forecast = forecaster.forecast(Path.of("yesterday.csv"));
 *     System.out.println(forecast.times().get(0) + " " + forecast.values()[0][0]);
 * }
 * }</pre>
 */
public final class Forecaster implements AutoCloseable {
    private final Session<SeriesRows, Forecast> session;

    private Forecaster(Session<SeriesRows, Forecast> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static Forecaster open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a run or checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if its network is for another task
     */
    public static Forecaster open(Path folder, String engine, String device) {
        return new Forecaster(
                FrontDoor.open(folder, engine, device, Task.FORECASTING, SeriesRows.class, Forecast.class));
    }

    /** Goes on from the last rows of a file with the columns of training. */
    public Forecast forecast(Path csv) {
        return forecast(preprocessor().read(csv));
    }

    /**
     * Goes on from rows.
     *
     * @throws io.bestiary.datasets.DataException if there are too few, or they have other columns than those of training
     */
    public Forecast forecast(SeriesRows rows) {
        return session.answer(rows);
    }

    /** Which columns, and how many rows, the network reads. */
    public SeriesPreprocessor preprocessor() {
        return ((SeriesForm) session.inputForm()).preprocessor();
    }

    @Override
    public void close() {
        session.close();
    }
}
