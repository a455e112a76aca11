package io.bestiary.zoo.surgery;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * Low-rank adaptation: matrices W of a trained network stay, and W + alpha / rank B A is learned by two narrow ones, A
 * (rank, in) and B (out, rank); Hu et al., 2021, https://arxiv.org/abs/2106.09685.
 *
 * <p>The network holds the sum at all times, so that it is trained, measured and saved as any other, and is merged whenever
 * the learning ends. What its backward pass finds for the sum gives the gradients of A and B: G of W is alpha / rank G
 * A<sup>T</sup> of B, and alpha / rank B<sup>T</sup> G of A. It is for any matrix of any network: linear layers, tables, the
 * fused matrices of attention, those of recurrent layers.
 */
public final class Lora implements AutoCloseable {
    private static final String DOWN = ".lora_A.weight";
    private static final String UP = ".lora_B.weight";
    private static final String BASE = ".base.weight";

    private final Network network;
    private final NDManager manager;
    private final double scale;
    /** By the names of the network's matrices. */
    private final Map<String, Pair> pairs = new LinkedHashMap<>();

    /**
     * The narrow matrices beside one of the network.
     *
     * @param stem what their names begin with
     * @param base the network's matrix as it was
     */
    private record Pair(String stem, NDArray base, NDArray a, NDArray b) {}

    private Lora(Network network, LowRank plan) {
        this.network = network;
        this.manager = network.manager().newSubManager();
        this.scale = plan.alpha() / plan.rank();
    }

    /** As below, with nothing that learns whole. */
    public static Lora on(Network network, String patterns, int rank, double alpha, long seed) {
        return on(network, new LowRank(patterns, rank, alpha, ""), seed);
    }

    /**
     * Freezes the network but for the matrices named, and puts narrow ones beside them; before training they change nothing.
     *
     * @throws SurgeryException if a pattern means no matrix, or the rank is more than a matrix has
     */
    public static Lora on(Network network, LowRank plan, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return make(network, plan, (lora, name) -> {
            NDArray array = network.parameters().get(name).getArray();
            Shape shape = array.getShape();
            float[] start = new float[Math.toIntExact(plan.rank() * shape.get(1))];
            double bound = 1 / Math.sqrt((double) shape.get(1));
            for (int i = 0; i < start.length; i++) {
                start[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
            NDArray base = HostMemory.array(lora.manager, array.toFloatArray(), shape);
            NDArray a = HostMemory.array(lora.manager, start, new Shape(plan.rank(), shape.get(1)));
            NDArray b = lora.manager.zeros(new Shape(shape.get(0), plan.rank()));
            return new Pair(stem(name), base, a, b);
        });
    }

    /**
     * Goes on from what {@link #state()} gave, with the network as it was then.
     *
     * @throws SurgeryException naming what is not there
     */
    public static Lora restore(Network network, LowRank plan, Map<String, NDArray> state) {
        return make(
                network,
                plan,
                (lora, name) -> new Pair(
                        stem(name),
                        lora.copy(state, stem(name) + BASE),
                        lora.copy(state, stem(name) + DOWN),
                        lora.copy(state, stem(name) + UP)));
    }

    private static Lora make(Network network, LowRank plan, BiFunction<Lora, String, Pair> pair) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        network.parameters().forEach((name, parameter) -> shapes.put(name, parameter.getShape()));
        List<String> named = plan.matrices(network.block(), shapes);
        Freezing.freeze(network, shapes.keySet());
        plan.whole(shapes).forEach(name -> network.parameters().get(name).freeze(false));
        Lora lora = new Lora(network, plan);
        named.forEach(name -> {
            network.parameters().get(name).freeze(false);
            lora.pairs.put(name, pair.apply(lora, name));
        });
        return lora;
    }

    private NDArray copy(Map<String, NDArray> state, String name) {
        NDArray saved = state.get(name);
        if (saved == null) {
            throw new SurgeryException("lora: must find " + name + " in what was saved, has " + state.keySet());
        }
        return HostMemory.array(manager, saved.toFloatArray(), saved.getShape());
    }

    private static String stem(String matrix) {
        return matrix.replaceFirst("\\.weight$", "");
    }

    /** The narrow matrices, by the names that others give them. */
    public Map<String, NDArray> parameters() {
        Map<String, NDArray> narrow = new LinkedHashMap<>();
        pairs.values().forEach(pair -> {
            narrow.put(pair.stem() + DOWN, pair.a());
            narrow.put(pair.stem() + UP, pair.b());
        });
        return narrow;
    }

    /** Parameters of the network with the narrow matrices in the place of those that they adapt: what is to be moved. */
    public Map<String, NDArray> parameters(Map<String, NDArray> ofNetwork) {
        Map<String, NDArray> moved = new LinkedHashMap<>();
        ofNetwork.forEach((name, array) -> {
            Pair pair = pairs.get(name);
            if (pair == null) {
                moved.put(name, array);
            } else {
                moved.put(pair.stem() + DOWN, pair.a());
                moved.put(pair.stem() + UP, pair.b());
            }
        });
        return moved;
    }

    /**
     * Gradients of what {@link #parameters(Map)} gives, from those that a backward pass through the network left.
     *
     * @param ofNetwork by the names of the network's parameters; those that are not adapted are handed on
     */
    public Map<String, NDArray> gradients(Map<String, NDArray> ofNetwork) {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        ofNetwork.forEach((name, gradient) -> {
            Pair pair = pairs.get(name);
            if (pair == null) {
                gradients.put(name, gradient);
            } else {
                try (NDArray a = pair.a().transpose();
                        NDArray b = pair.b().transpose()) {
                    gradients.put(pair.stem() + DOWN, scaled(b, gradient));
                    gradients.put(pair.stem() + UP, scaled(gradient, a));
                }
            }
        });
        return gradients;
    }

    private NDArray scaled(NDArray left, NDArray right) {
        try (NDArray product = left.matMul(right);
                NDArray factor = HostMemory.number(product, scale)) {
            return product.mul(factor);
        }
    }

    /** Gives the network what A and B have become: to be called whenever they moved. */
    public void apply() {
        pairs.forEach((name, pair) -> {
            try (NDArray change = scaled(pair.b(), pair.a());
                    NDArray sum = pair.base().add(change)) {
                write(name, sum);
            }
        });
    }

    /** Gives the network its own matrices again, as if nothing had been learned. */
    public void undo() {
        pairs.forEach((name, pair) -> write(name, pair.base()));
    }

    private void write(String name, NDArray values) {
        NDArray array = network.parameters().get(name).getArray();
        array.subi(array);
        array.addi(values);
    }

    /** What the learning can be gone on from with {@link #restore}, beside the network. */
    public Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>(parameters());
        pairs.values().forEach(pair -> state.put(pair.stem() + BASE, pair.base()));
        return state;
    }

    /** Frees the narrow matrices; the network keeps what was learned. */
    @Override
    public void close() {
        manager.close();
    }
}
