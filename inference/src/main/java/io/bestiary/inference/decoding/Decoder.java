package io.bestiary.inference.decoding;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.zoo.nn.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Writes on, token by token, with a language model or the decoder of an encoder-decoder; to be called from the engine's
 * thread.
 *
 * <p>Prompts of different lengths make one batch without padding: all rows are read in step, and where one prompt has ended
 * and another has not, the one takes the token that was chosen and the other its own next token. So every row sees what it
 * would see alone.
 */
public final class Decoder {
    private final Network network;
    private final int context;
    private final OptionalInt filler;

    /** Told of every token as it is chosen. */
    @FunctionalInterface
    public interface Listener {
        /** Takes a token of a row; returns whether the row goes on. */
        boolean chosen(int row, int token);
    }

    /**
     * @param network whose block is {@link io.bestiary.zoo.nn.Autoregressive}
     * @param context most tokens that it reads at once, 0 if there is no limit; beyond, it goes on from the newer half
     */
    public Decoder(Network network, int context) {
        this(network, context, OptionalInt.empty());
    }

    /**
     * The same, or of a network that was trained to read windows of the context that end with the last token, as textgenrnn.
     *
     * @param filler stands before the first token in windows that are not full
     */
    public Decoder(Network network, int context, OptionalInt filler) {
        if (context < 0) {
            throw new IllegalArgumentException("context: must be at least 0, got " + context);
        }
        this.network = network;
        this.context = context;
        this.filler = filler;
    }

    /**
     * Writes prompts on by choosing one token after the other.
     *
     * @param source what an encoder-decoder depends on, a row for each prompt; empty for a language model
     * @param prompts at least one token each; those of an encoder-decoder begin its target
     * @param samplings one for each prompt
     * @return what was written after each prompt
     */
    public List<int[]> write(
            NDManager manager,
            NDList source,
            List<int[]> prompts,
            List<Sampling> samplings,
            Generation generation,
            Listener listener) {
        check(prompts);
        if (samplings.size() != prompts.size()) {
            throw new IllegalArgumentException(
                    "samplings: must be " + prompts.size() + ", as there are prompts, got " + samplings.size());
        }
        List<Row> rows = new ArrayList<>();
        IntStream.range(0, prompts.size()).forEach(i -> rows.add(new Row(prompts.get(i), samplings.get(i))));
        if (generation.most() > 0) {
            try (Reader reader = new Reader(network, manager, source, context, generation.cached(), filler)) {
                write(reader, rows, generation, listener);
            }
        }
        return rows.stream().map(Row::written).toList();
    }

    private static void write(Reader reader, List<Row> rows, Generation generation, Listener listener) {
        List<Integer> alive = IntStream.range(0, rows.size()).boxed().toList();
        int length = rows.stream().mapToInt(Row::size).min().orElseThrow();
        while (true) {
            float[][] logits = reader.next(
                    alive.stream().map(index -> rows.get(index).tokens()).toList(), length);
            List<Integer> going = new ArrayList<>();
            for (int i = 0; i < alive.size(); i++) {
                Row row = rows.get(alive.get(i));
                if (row.size() > length || goesOn(row, alive.get(i), logits[i], generation, listener)) {
                    going.add(i);
                }
            }
            if (going.isEmpty()) {
                break;
            }
            if (going.size() < alive.size()) {
                reader.choose(going.stream().mapToInt(i -> i).toArray());
                alive = going.stream().map(alive::get).toList();
            }
            length++;
        }
    }

    private static boolean goesOn(Row row, int index, float[] logits, Generation generation, Listener listener) {
        int token = row.choose(logits, generation);
        return token >= 0 && listener.chosen(index, token) && row.count() < generation.most();
    }

    static void check(List<int[]> prompts) {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("prompts: must be at least one, got none");
        }
        for (int i = 0; i < prompts.size(); i++) {
            if (prompts.get(i).length == 0) {
                throw new IllegalArgumentException("prompts: must have at least one token each, got none in " + i);
            }
        }
    }
}
