package io.bestiary.inference;

import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.Translation;
import io.bestiary.inference.pipeline.TranslationRequest;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a text of a text: the front door to a trained encoder-decoder, to be used from any thread.
 *
 * <pre>{@code
 * try (Translator translator = Translator.open(Path.of("runs/gru-numbers"))) {
 *     System.out.println(translator.translate("forty-two"));
 * }
 * }</pre>
 */
public final class Translator implements AutoCloseable {
    private final Session<TranslationRequest, Translation> session;

    private Translator(Session<TranslationRequest, Translation> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static Translator open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a run or checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if the folder holds no translator
     */
    public static Translator open(Path folder, String engine, String device) {
        return new Translator(
                FrontDoor.open(folder, engine, device, Task.TRANSLATION, TranslationRequest.class, Translation.class));
    }

    /**
     * Translates a text.
     *
     * @throws io.bestiary.datasets.DataException if it is blank, too long, or has characters that the network never saw and
     *     has no sign for
     */
    public String translate(String text) {
        return ask(TranslationRequest.of(text)).text();
    }

    /** Translates texts as one batch, in their order; best if they are of like length. */
    public List<String> translate(List<String> texts) {
        return session.answer(texts.stream().map(TranslationRequest::of).toList()).stream()
                .map(Translation::text)
                .toList();
    }

    /** Translates a text with all that was asked for: several translations with scores, what the network looked at. */
    public Translation ask(TranslationRequest request) {
        return session.answer(request);
    }

    @Override
    public void close() {
        session.close();
    }
}
