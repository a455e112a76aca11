package io.bestiary.inference;

import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.Unmasked;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.List;

/**
 * Tells what is hidden in a text: the front door to a trained network that reads in both directions, such as BERT, to be
 * used from any thread.
 *
 * <pre>{@code
 * try (MaskFiller filler = MaskFiller.open(Path.of("runs/bert-names"))) {
 *     System.out.println(filler.fill("eli<mask>abeth").text());
 * }
 * }</pre>
 */
public final class MaskFiller implements AutoCloseable {
    private final Session<String, Unmasked> session;

    private MaskFiller(Session<String, Unmasked> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static MaskFiller open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a run or checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if its network does not tell what is hidden
     */
    public static MaskFiller open(Path folder, String engine, String device) {
        return new MaskFiller(
                FrontDoor.open(folder, engine, device, Task.LANGUAGE_MODELING, String.class, Unmasked.class));
    }

    /**
     * Tells what each {@code <mask>} in a text hides.
     *
     * @throws io.bestiary.datasets.DataException if there is none, or the text is longer than the network reads
     */
    public Unmasked fill(String text) {
        return session.answer(text);
    }

    /** Tells what is hidden in several texts as one batch, in their order. */
    public List<Unmasked> fill(List<String> texts) {
        return session.answer(texts);
    }

    @Override
    public void close() {
        session.close();
    }
}
