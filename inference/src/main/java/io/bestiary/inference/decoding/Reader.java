package io.bestiary.inference.decoding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Autoregressive;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Pass;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Reads rows of tokens, all equally long so far, and tells what comes next; keeps the state in between. */
final class Reader implements AutoCloseable {
    private final Autoregressive model;
    private final Pass pass;
    private final NDManager manager;
    private final int context;
    private final boolean cached;
    private final OptionalInt filler;
    private NDList memory;
    private NDList state = new NDList();
    private int start;
    private int read;

    /**
     * @param source what an encoder-decoder depends on, a row for each; empty for a language model
     * @param context most tokens that the network reads at once; 0 if there is no limit
     * @param cached whether to go on from the state; without, every token is read again at each step
     */
    Reader(Network network, NDManager parent, NDList source, int context, boolean cached) {
        this(network, parent, source, context, cached, OptionalInt.empty());
    }

    /**
     * The same, or with the window that ends with the last token at each step.
     *
     * @param filler stands before the first token in windows that are not full
     */
    Reader(Network network, NDManager parent, NDList source, int context, boolean cached, OptionalInt filler) {
        if (!(network.block() instanceof Autoregressive autoregressive)) {
            throw new IllegalArgumentException("network: must tell the next token, got "
                    + network.block().getClass().getSimpleName());
        }
        this.model = autoregressive;
        this.manager = parent.newSubManager();
        this.pass = new Pass(new ParameterStore(manager, false), false);
        this.context = context;
        this.cached = cached && filler.isEmpty();
        this.filler = filler;
        this.memory = model.encode(pass, source);
        memory.attach(manager);
    }

    /**
     * Reads what is new in the rows.
     *
     * @param rows all tokens so far, equally many in each
     * @return logits of the token that comes next, for each row
     */
    float[][] next(List<int[]> rows) {
        return next(rows, rows.get(0).length);
    }

    /**
     * The same, where more may stand behind the tokens.
     *
     * @param length tokens so far
     */
    float[][] next(List<int[]> rows, int length) {
        while (filler.isEmpty() && context > 0 && length - start > context) {
            // The oldest half goes at once, so that what is left is read again once in context / 2 tokens. Where it
            // happens depends on the length alone.
            start += Math.max(1, context / 2);
            read = start;
            state.close();
            state = new NDList();
        }
        int from = filler.isPresent() ? length - context : cached ? read : start;
        try (NDManager step = manager.newSubManager()) {
            Autoregressive.Decoded decoded =
                    model.decode(pass, tokens(step, rows, from, length), memory, cached ? state : new NDList());
            NDArray last = decoded.logits().get(":, -1, :"); // (B, V)
            float[] values = last.toFloatArray();
            if (cached) {
                NDList old = state;
                state = decoded.state();
                state.attach(manager);
                // A cache goes on in the arrays that it was given while they have room.
                old.stream()
                        .filter(array -> state.stream().noneMatch(kept -> kept == array))
                        .forEach(NDArray::close);
            }
            read = length;
            int size = values.length / rows.size();
            return IntStream.range(0, rows.size())
                    .mapToObj(row -> Arrays.copyOfRange(values, row * size, (row + 1) * size))
                    .toArray(float[][]::new);
        }
    }

    private NDArray tokens(NDManager manager, List<int[]> rows, int from, int to) {
        long[] ids = rows.stream()
                .flatMapToInt(row -> IntStream.concat(
                        IntStream.range(from, 0).map(place -> filler.orElseThrow()),
                        Arrays.stream(row, Math.max(0, from), to)))
                .asLongStream()
                .toArray();
        return HostMemory.array(manager, ids, new Shape(rows.size(), to - from));
    }

    /** Goes on with some of the rows, in the given order; a row may be there several times. */
    void choose(int[] rows) {
        long[] numbers = Arrays.stream(rows).asLongStream().toArray();
        NDArray indices = HostMemory.array(manager, numbers, new Shape(rows.length));
        memory = chosen(memory, indices);
        state = chosen(state, indices);
        indices.close();
    }

    private NDList chosen(NDList arrays, NDArray rows) {
        NDList result = new NDList(arrays.size());
        NDIndex index = new NDIndex("{}", rows);
        for (NDArray array : arrays) {
            Shape shape = new Shape(rows.size()).addAll(array.getShape().slice(1));
            try (NDArray flat = array.reshape(array.size(0), -1)) {
                result.add(flat.get(index).reshape(shape));
            }
        }
        result.attach(manager);
        arrays.close();
        return result;
    }

    @Override
    public void close() {
        manager.close();
    }
}
