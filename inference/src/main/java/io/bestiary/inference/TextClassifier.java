package io.bestiary.inference;

import io.bestiary.inference.pipeline.Classification;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.List;

/**
 * Says what a text is about: the front door to a trained classifier of texts, to be used from any thread.
 *
 * <pre>{@code
 * try (TextClassifier classifier = TextClassifier.open(Path.of("runs/lstm-sms-spam"))) {
 *     System.out.println(classifier.classify("You have won a prize!").best().name());
 * }
 * }</pre>
 */
public final class TextClassifier implements AutoCloseable {
    private final Session<String, Classification> session;

    private TextClassifier(Session<String, Classification> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static TextClassifier open(Path folder) {
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
    public static TextClassifier open(Path folder, String engine, String device) {
        return new TextClassifier(
                FrontDoor.open(folder, engine, device, Task.TEXT_CLASSIFICATION, String.class, Classification.class));
    }

    /**
     * Classifies a text.
     *
     * @throws io.bestiary.datasets.DataException if it is empty, or longer than the network reads
     */
    public Classification classify(String text) {
        return session.answer(text);
    }

    /** Classifies several texts as one batch, in their order. */
    public List<Classification> classify(List<String> texts) {
        return session.answer(texts);
    }

    @Override
    public void close() {
        session.close();
    }
}
