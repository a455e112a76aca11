package io.bestiary.inference;

import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.series.SeriesRows;
import io.bestiary.inference.pipeline.Classification;
import io.bestiary.inference.pipeline.SeriesForm;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;

/**
 * Says what kind of series it is: the front door to a trained classifier of series, to be used from any thread.
 *
 * <pre>{@code
 * try (SeriesClassifier classifier = SeriesClassifier.open(Path.of("runs/cnn-wave-shapes"))) {
 *     System.out.println(classifier.classify(Path.of("signal.csv")).best().name());
 * }
 * }</pre>
 */
public final class SeriesClassifier implements AutoCloseable {
    private final Session<SeriesRows, Classification> session;

    private SeriesClassifier(Session<SeriesRows, Classification> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static SeriesClassifier open(Path folder) {
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
    public static SeriesClassifier open(Path folder, String engine, String device) {
        return new SeriesClassifier(FrontDoor.open(
                folder, engine, device, Task.SERIES_CLASSIFICATION, SeriesRows.class, Classification.class));
    }

    /** Classifies the last rows of a file with the columns of training. */
    public Classification classify(Path csv) {
        return classify(preprocessor().read(csv));
    }

    /**
     * Classifies the last of some rows.
     *
     * @throws io.bestiary.datasets.DataException if there are too few, or they have other columns than those of training
     */
    public Classification classify(SeriesRows rows) {
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
