package io.bestiary.zoo.surgery;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Network;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Low-rank adaptation: matrices W of a trained network stay, and W + alpha / rank B A is learned by two narrow ones, A
 * (rank, in) and B (out, rank); Hu et al., 2021, https://arxiv.org/abs/2106.09685.
 *
 * <p>It goes by the values of parameters, so that it is for any matrix of any network: linear layers, tables, the fused
 * matrices of attention, those of recurrent layers.
 */
public final class Lora implements AutoCloseable {
    private final Network network;
    private final NDManager manager;
    private final double scale;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final IdentityHashMap<Parameter, Pair> pairs = new IdentityHashMap<>();

    private record Pair(NDArray a, NDArray b) {}

    private Lora(Network network, int rank, double alpha) {
        this.network = network;
        this.manager = network.manager().newSubManager();
        this.scale = alpha / rank;
    }

    /**
     * Freezes the network and puts narrow matrices beside those of the given names; before training they change nothing.
     *
     * @param patterns such as {@code *.q_proj,*.v_proj}; a name means all below it; what is no matrix is passed over
     * @throws SurgeryException if a pattern means no matrix, or the rank is out of range
     */
    public static Lora on(Network network, String patterns, int rank, double alpha, long seed) {
        List<String> named = Names.find("lora", patterns, network.parameters().keySet()).stream()
                .filter(name -> isMatrix(network.parameters().get(name)))
                .toList();
        if (named.isEmpty()) {
            throw new SurgeryException("lora: must name matrices of the network, got " + patterns);
        }
        Lora lora = new Lora(network, rank, alpha);
        Freezing.freeze(network, network.parameters().keySet());
        SplittableRandom random = new SplittableRandom(seed);
        for (String name : named) {
            Shape shape = network.parameters().get(name).getArray().getShape();
            if (rank < 1 || rank > Math.min(shape.get(0), shape.get(1))) {
                lora.close();
                throw new SurgeryException("rank: must be between 1 and " + Math.min(shape.get(0), shape.get(1))
                        + " for " + name + " " + shape + ", got " + rank);
            }
            lora.add(name, shape, rank, random);
        }
        return lora;
    }

    private static boolean isMatrix(Parameter parameter) {
        return parameter.getType() == Parameter.Type.WEIGHT
                && parameter.getShape().dimension() == 2;
    }

    private void add(String name, Shape shape, int rank, SplittableRandom random) {
        float[] start = new float[Math.toIntExact(rank * shape.get(1))];
        double bound = 1 / Math.sqrt((double) shape.get(1));
        for (int i = 0; i < start.length; i++) {
            start[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        NDArray a = HostMemory.array(manager, start, new Shape(rank, shape.get(1)));
        NDArray b = manager.zeros(new Shape(shape.get(0), rank));
        a.setRequiresGradient(true);
        b.setRequiresGradient(true);
        String base = name.replaceFirst("\\.weight$", "");
        parameters.put(base + ".lora_A.weight", a);
        parameters.put(base + ".lora_B.weight", b);
        pairs.put(network.parameters().get(name), new Pair(a, b));
    }

    /** What is trained, by the names that others give it. */
    public Map<String, NDArray> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    /** Runs the network as it was adapted; the manager of the inputs owns what is made on the way. */
    public NDList forward(NDList inputs, boolean training) {
        return network.block().forward(new Store(inputs.head().getManager()), inputs, training);
    }

    /** Adds what was learned to the network's own matrices, for which the narrow ones are no longer needed. */
    public void merge() {
        try (NDManager scope = manager.newSubManager()) {
            pairs.forEach((parameter, pair) -> {
                NDArray change = difference(pair, scope);
                parameter.getArray().addi(change);
            });
        }
        pairs.clear();
        close();
    }

    private NDArray difference(Pair pair, NDManager scope) {
        NDArray product = pair.b().matMul(pair.a());
        product.attach(scope);
        NDArray difference = product.mul(HostMemory.number(product, scale));
        difference.attach(scope);
        return difference;
    }

    @Override
    public void close() {
        manager.close();
    }

    /** Gives the adapted matrices for those of the network. */
    private final class Store extends ParameterStore {
        private final NDManager scope;

        Store(NDManager scope) {
            super(network.manager(), false);
            this.scope = scope;
        }

        @Override
        public NDArray getValue(Parameter parameter, Device device, boolean training) {
            NDArray value = super.getValue(parameter, device, training);
            Pair pair = pairs.get(parameter);
            if (pair == null) {
                return value;
            }
            NDArray adapted = value.add(difference(pair, scope));
            adapted.attach(scope);
            return adapted;
        }
    }
}
