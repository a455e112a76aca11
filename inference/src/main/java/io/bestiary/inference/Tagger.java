package io.bestiary.inference;

import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.TaggerInput;
import io.bestiary.inference.pipeline.Tagging;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.List;

/**
 * Tags the words of a text: the front door to a trained tagger, to be used from any thread.
 *
 * <pre>{@code
 * try (Tagger tagger = Tagger.open(Path.of("runs/bilstm-ud-en-ewt"))) {
 *     tagger.tag("Time flies.").tokens().forEach(token -> System.out.println(token.token() + " " + token.tag()));
 * }
 * }</pre>
 */
public final class Tagger implements AutoCloseable {
    private final Session<TaggerInput, Tagging> session;

    private Tagger(Session<TaggerInput, Tagging> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static Tagger open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a run or checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if it holds no tagger
     */
    public static Tagger open(Path folder, String engine, String device) {
        return new Tagger(
                FrontDoor.open(folder, engine, device, Task.TOKEN_CLASSIFICATION, TaggerInput.class, Tagging.class));
    }

    /** Tags a text, which is cut into words by rules; throws {@link io.bestiary.datasets.DataException} if it has none. */
    public Tagging tag(String text) {
        return session.answer(TaggerInput.ofText(text));
    }

    /** Tags words that were cut already. */
    public Tagging tag(List<String> words) {
        return session.answer(TaggerInput.ofWords(words));
    }

    /** Tags several texts as one batch, in their order. */
    public List<Tagging> tagAll(List<String> texts) {
        return session.answer(texts.stream().map(TaggerInput::ofText).toList());
    }

    @Override
    public void close() {
        session.close();
    }
}
