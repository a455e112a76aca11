package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDManager;
import io.bestiary.inference.pipeline.StreamingPipeline.Writing;
import java.util.Optional;

/**
 * A text that comes piece by piece; a piece is made when it is asked for, so that a reader who stops costs nothing. For one
 * thread at a time, whichever it is; other answers of the model come between the pieces.
 *
 * @param <A> answer
 */
public final class TextStream<A> implements AutoCloseable {
    private final EngineThread engine;
    private final NDManager manager;
    private final Writing<A> writing;
    private boolean closed;

    TextStream(EngineThread engine, NDManager manager, Writing<A> writing) {
        this.engine = engine;
        this.manager = manager;
        this.writing = writing;
    }

    /**
     * The next piece, which may be empty; nothing after the last.
     *
     * @throws IllegalStateException if this stream or its model is closed
     */
    public Optional<String> next() {
        if (closed) {
            throw new IllegalStateException("the stream is closed");
        }
        return engine.call(writing::next);
    }

    /** The whole answer, after the last piece. */
    public A answer() {
        return writing.answer();
    }

    /** Frees what was kept of the text. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            engine.callIfOpen(manager::close);
        }
    }
}
