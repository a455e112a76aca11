package io.bestiary.inference.decoding;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.zoo.nn.Network;
import java.util.List;
import java.util.OptionalInt;

/**
 * One text in the making, a token at a time; to be used from the engine's thread. It writes what {@link Decoder} would.
 */
public final class Continuation implements AutoCloseable {
    private final Reader reader;
    private final Row row;
    private final Generation generation;
    private boolean ended;

    /**
     * Begins to write a prompt on.
     *
     * @param context as for {@link Decoder}
     * @param filler as for {@link Decoder}
     * @param prompt at least one token
     */
    public Continuation(
            Network network,
            int context,
            OptionalInt filler,
            NDManager manager,
            int[] prompt,
            Sampling sampling,
            Generation generation) {
        Decoder.check(List.of(prompt));
        this.reader = new Reader(network, manager, new NDList(), context, generation.cached(), filler);
        this.row = new Row(prompt, sampling);
        this.generation = generation;
        this.ended = generation.most() == 0;
    }

    /** Writes a token; empty after the last. */
    public OptionalInt next() {
        if (ended) {
            return OptionalInt.empty();
        }
        int token = row.choose(reader.next(List.of(row.tokens()), row.size())[0], generation);
        ended = token < 0 || row.count() == generation.most();
        return token < 0 ? OptionalInt.empty() : OptionalInt.of(token);
    }

    /** Frees what was kept of the text. */
    @Override
    public void close() {
        ended = true;
        reader.close();
    }
}
