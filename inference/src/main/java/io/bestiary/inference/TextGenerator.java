package io.bestiary.inference;

import io.bestiary.inference.pipeline.GeneratedText;
import io.bestiary.inference.pipeline.GeneratedText.Score;
import io.bestiary.inference.pipeline.LanguageForm;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.TextPrompt;
import io.bestiary.inference.pipeline.TextStream;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes texts on: the front door to a trained language model, to be used from any thread.
 *
 * <pre>{@code
 * try (TextGenerator generator = TextGenerator.open(Path.of("runs/gpt-shakespeare"))) {
 *     System.out.println(generator.generate("ROMEO:", 200).text());
 * }
 * }</pre>
 */
public final class TextGenerator implements AutoCloseable {
    private final Session<TextPrompt, GeneratedText> session;

    private TextGenerator(Session<TextPrompt, GeneratedText> session) {
        this.session = session;
    }

    /** Opens a run or checkpoint folder with PyTorch, on the first GPU if there is one. */
    public static TextGenerator open(Path folder) {
        return open(folder, "pytorch", "auto");
    }

    /**
     * Opens a run or checkpoint folder.
     *
     * @param engine {@code pytorch} or {@code mxnet}
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if the folder is damaged
     * @throws IllegalArgumentException if it holds no model that writes
     */
    public static TextGenerator open(Path folder, String engine, String device) {
        return new TextGenerator(
                FrontDoor.open(folder, engine, device, Task.LANGUAGE_MODELING, TextPrompt.class, GeneratedText.class));
    }

    /**
     * Writes a text on, drawing tokens as probable as the network says, by seed 0; a model that learned answers gives the
     * most probable one.
     *
     * @param most tokens to write
     * @throws io.bestiary.datasets.DataException if the text has characters that the network does not know
     */
    public GeneratedText generate(String text, int most) {
        return generate(prompt(text, most));
    }

    /** Writes a text on in the way that is asked for. */
    public GeneratedText generate(TextPrompt prompt) {
        return session.answer(prompt);
    }

    /** Writes several on as one batch; each gives what it would give alone. */
    public List<GeneratedText> generate(List<TextPrompt> prompts) {
        return session.answer(prompts);
    }

    /** Writes a text on piece by piece, each when it is asked for. */
    public TextStream<GeneratedText> stream(TextPrompt prompt) {
        return session.stream(prompt);
    }

    /** How probable a text is, as the continuation of nothing. */
    public Score score(String text) {
        return session.answer(prompt(text, 0)).score().orElseThrow();
    }

    /** A prompt about which nothing else is said. */
    public TextPrompt prompt(String text, int most) {
        return ((LanguageForm) session.inputForm()).prompt(text, most);
    }

    @Override
    public void close() {
        session.close();
    }
}
