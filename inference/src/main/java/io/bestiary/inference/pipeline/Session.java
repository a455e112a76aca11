package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.form.InputForm;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointCard;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.nn.Network;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/**
 * An opened checkpoint that answers from any thread.
 *
 * @param <I> raw input
 * @param <A> answer
 */
public final class Session<I, A> implements AutoCloseable {
    private final EngineThread engine;
    private final Loaded<I, ?, A> loaded;
    private final CheckpointCard card;

    /** What lives on the engine's thread. */
    private record Loaded<I, E, A>(NDManager manager, Pipeline<I, E, A> pipeline) {

        Prepared<A> prepare(I input) {
            E example = pipeline.prepare(input);
            return new Prepared<>(example, pipeline.length(example));
        }

        @SuppressWarnings("unchecked") // prepared by this pipeline
        List<A> answer(List<Prepared<A>> inputs) {
            List<E> examples = inputs.stream().map(input -> (E) input.example()).toList();
            try (NDScope scope = new NDScope();
                    NDManager batch = manager.newSubManager()) {
                scope.suppressNotUsedWarning();
                return pipeline.answer(batch, examples);
            }
        }

        @SuppressWarnings("unchecked") // prepared by this pipeline
        TextStream<A> begin(EngineThread engine, Prepared<A> input) {
            NDManager own = manager.newSubManager();
            try {
                StreamingPipeline<E, A> streaming = (StreamingPipeline<E, A>) pipeline;
                return new TextStream<>(engine, own, streaming.begin(own, (E) input.example()));
            } catch (RuntimeException e) {
                own.close();
                throw e;
            }
        }
    }

    /**
     * An input that is ready for the network of the session that prepared it.
     *
     * @param length as the pipeline measures it
     */
    @SuppressWarnings("UnusedTypeParameter") // ties it to its session
    public record Prepared<A>(Object example, int length) {}

    /** What came of one input: an answer, or else the failure. */
    public record Outcome<A>(A answer, RuntimeException failure) {}

    private Session(EngineThread engine, Loaded<I, ?, A> loaded, CheckpointCard card) {
        this.engine = engine;
        this.loaded = loaded;
        this.card = card;
    }

    /**
     * Opens a run or a checkpoint, verifying every byte.
     *
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if it is damaged or no checkpoint
     */
    public static Session<?, ?> open(Path runOrCheckpoint, Backend backend) {
        return open(runOrCheckpoint, backend, Pipelines::of);
    }

    /**
     * Opens a run or a checkpoint whose network draws pictures, whatever it was trained for.
     *
     * @throws io.bestiary.zoo.checkpoint.CheckpointException if it is damaged or does not draw
     */
    @SuppressWarnings("unchecked") // that is what its pipeline takes and gives
    public static Session<Wish, Drawing> drawing(Path runOrCheckpoint, Backend backend) {
        return (Session<Wish, Drawing>) open(runOrCheckpoint, backend, Pipelines::generation);
    }

    private static Session<?, ?> open(
            Path runOrCheckpoint, Backend backend, BiFunction<Checkpoint, Network, Pipeline<?, ?, ?>> pipelines) {
        EngineThread engine = new EngineThread();
        try {
            return engine.call(
                    () -> load(engine, Checkpoint.open(Checkpoint.resolve(runOrCheckpoint)), backend, pipelines));
        } catch (RuntimeException e) {
            engine.close(() -> {});
            throw e;
        }
    }

    /** Opens a run or a checkpoint that takes the given kind of input. */
    public static <I, A> Session<I, A> open(Path runOrCheckpoint, Backend backend, Class<I> input, Class<A> answer) {
        Session<?, ?> session = open(runOrCheckpoint, backend);
        if (session.inputForm().type() != input) {
            session.close();
            throw new IllegalArgumentException(runOrCheckpoint + ": must take " + input.getSimpleName() + ", is for "
                    + session.card().task());
        }
        @SuppressWarnings("unchecked") // one kind of input has one kind of answer for each task
        Session<I, A> typed = (Session<I, A>) session;
        return typed;
    }

    private static Session<?, ?> load(
            EngineThread engine,
            Checkpoint checkpoint,
            Backend backend,
            BiFunction<Checkpoint, Network, Pipeline<?, ?, ?>> pipelines) {
        backend.recordNoGradients();
        NDManager manager = backend.newManager();
        try {
            Network network = checkpoint.network(manager);
            network.fold();
            return of(engine, manager, pipelines.apply(checkpoint, network), checkpoint.card());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static <I, E, A> Session<I, A> of(
            EngineThread engine, NDManager manager, Pipeline<I, E, A> pipeline, CheckpointCard card) {
        return new Session<>(engine, new Loaded<>(manager, pipeline), card);
    }

    /** Answers one input. */
    public A answer(I input) {
        return answer(List.of(input)).get(0);
    }

    /** Answers inputs as one batch, in their order. */
    public List<A> answer(List<I> inputs) {
        List<Prepared<A>> ready = inputs.stream().map(this::prepare).toList();
        return engine.call(() -> loaded.answer(ready));
    }

    /** Makes an input ready for the network, on the caller's thread. */
    public Prepared<A> prepare(I input) {
        return loaded.prepare(input);
    }

    /**
     * Answers inputs as one batch, in their order. Where the batch as a whole fails, each is answered alone, so that one
     * that cannot be answered does not take the others with it.
     */
    public List<Outcome<A>> answerEach(List<Prepared<A>> inputs) {
        return engine.call(() -> {
            try {
                return loaded.answer(inputs).stream()
                        .map(answer -> new Outcome<>(answer, null))
                        .toList();
            } catch (RuntimeException e) {
                return inputs.size() == 1
                        ? List.of(new Outcome<A>(null, e))
                        : inputs.stream().map(this::alone).toList();
            }
        });
    }

    private Outcome<A> alone(Prepared<A> input) {
        try {
            return new Outcome<>(loaded.answer(List.of(input)).get(0), null);
        } catch (RuntimeException e) {
            return new Outcome<>(null, e);
        }
    }

    /** Whether answers can come piece by piece. */
    public boolean streams() {
        return loaded.pipeline() instanceof StreamingPipeline;
    }

    /**
     * Begins an answer that comes piece by piece.
     *
     * @throws IllegalArgumentException if answers of this task come whole
     */
    public TextStream<A> stream(I input) {
        return stream(prepare(input));
    }

    /** Begins an answer to an input that is ready for the network. */
    public TextStream<A> stream(Prepared<A> ready) {
        if (!streams()) {
            throw new IllegalArgumentException("task: must write text to be streamed, is " + card.task());
        }
        return engine.call(() -> loaded.begin(engine, ready));
    }

    /** How the raw inputs are written. */
    public InputForm<I> inputForm() {
        return loaded.pipeline().inputForm();
    }

    /** How the answers are written. */
    public AnswerForm<A> answerForm() {
        return loaded.pipeline().answerForm();
    }

    public CheckpointCard card() {
        return card;
    }

    /** Answers what was asked for, then frees the network; whoever asks later is told that the model is closed. */
    @Override
    public void close() {
        engine.close(loaded.manager()::close);
    }
}
