package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import io.bestiary.zoo.engine.HostMemory;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.zip.CRC32C;

/** A built network with values in its parameters, on one engine and device. */
public final class Network implements AutoCloseable {
    private final Block block;
    private final NDManager manager;
    private ParameterStore store;
    private final Map<String, Parameter> parameters;
    private boolean folded;

    private Network(Block block, NDManager manager) {
        this.block = block;
        this.manager = manager;
        this.store = new ParameterStore(manager, false);
        this.parameters = named(block);
    }

    /**
     * Builds a network with first values drawn from its distributions: the values of a parameter are a function of the
     * seed and its name, the same on every engine.
     *
     * @param parent names the engine and the device, and closes the network with itself
     */
    public static Network create(Architecture architecture, NDManager parent, long seed) {
        return create(architecture, parent, name -> {
            CRC32C hash = new CRC32C();
            hash.update(name.getBytes(StandardCharsets.UTF_8));
            return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + hash.getValue());
        });
    }

    private static Network create(
            Architecture architecture, NDManager parent, Function<String, SplittableRandom> random) {
        Block block = architecture.network();
        named(block).forEach((name, parameter) -> {
            Distribution distribution = parameter.getInitializer() instanceof Distribution given
                    ? given
                    : Distribution.standard(parameter.getType());
            parameter.setInitializer((manager, shape, type) ->
                    HostMemory.array(manager, distribution.sample(random.apply(name), shape), shape));
        });
        return initialize(architecture, block, parent);
    }

    /**
     * Builds a network whose parameters take the given arrays' values; the function returns an array for each name.
     *
     * @throws IllegalArgumentException naming the first array that has not the shape of its parameter
     */
    public static Network load(Architecture architecture, NDManager parent, Function<String, NDArray> values) {
        Block block = architecture.network();
        named(block)
                .forEach((name, parameter) -> parameter.setInitializer((manager, shape, type) -> {
                    NDArray value = values.apply(name);
                    value.attach(manager);
                    if (!value.getShape().equals(shape)) {
                        throw new IllegalArgumentException(
                                name + ": must have shape " + shape + ", got " + value.getShape());
                    }
                    return value;
                }));
        return initialize(architecture, block, parent);
    }

    private static Network initialize(Architecture architecture, Block block, NDManager parent) {
        NDManager manager = parent.newSubManager();
        Shape[] shapes =
                architecture.inputs().stream().map(spec -> spec.batch(1)).toArray(Shape[]::new);
        try {
            block.initialize(manager, DataType.FLOAT32, shapes);
            return new Network(block, manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** Parameters of a block by their dotted names, in the order of the network. */
    private static Map<String, Parameter> named(Block block) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (Pair<String, Parameter> pair : block.getParameters()) {
            if (parameters.put(pair.getKey(), pair.getValue()) != null) {
                throw new IllegalStateException("two parameters are named " + pair.getKey());
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    /**
     * Makes answers faster, equal but for rounding. Each batch normalization goes into the convolution before it, where nothing
     * stands between them; filters and matrices are packed once as the engine's kernels read them, where it has such a form.
     * The values of the parameters cannot be read any more, and no training can come after it.
     */
    public void fold() {
        if (folded) {
            return;
        }
        folded = true;
        fold(block);
        ChannelsLast.lay(block);
    }

    private static void fold(Block block) {
        if (block instanceof Sequence sequence) {
            sequence.fold();
        } else if (block instanceof Linear linear) {
            linear.pack();
        }
        block.getChildren().values().forEach(Network::fold);
    }

    /** Runs the network; the caller's manager, that of the inputs, owns the outputs. */
    public NDList forward(NDList inputs, boolean training) {
        return forward(block, inputs, training);
    }

    /** Runs a part of the network, such as a generator. */
    public NDList forward(Block part, NDList inputs, boolean training) {
        if (folded && training) {
            throw new IllegalStateException("network: cannot be trained, it is folded to answer");
        }
        return part.forward(store, inputs, training);
    }

    /**
     * Does some work, and shows the outputs of every block meanwhile, by its dotted name, in the order in which they come to
     * be: a block inside another comes before it.
     */
    public void watching(BiConsumer<String, NDList> watcher, Runnable work) {
        ParameterStore before = store;
        store = new WatchedStore(manager, block, watcher);
        try {
            work.run();
        } finally {
            store = before;
        }
    }

    /**
     * What the last layer reads, (B, F): of a classifier, its features. Where the network is not layers one after another,
     * its output.
     */
    public NDArray features(NDList inputs) {
        NDList values = inputs;
        Block rest = block;
        while (rest instanceof Sequence sequence) {
            List<Block> layers = sequence.getChildren().values();
            for (Block layer : layers.subList(0, layers.size() - 1)) {
                values = forward(layer, values, false);
            }
            rest = layers.get(layers.size() - 1);
        }
        NDArray features = (rest == block ? forward(values, false) : values).head();
        return features.reshape(features.size(0), -1);
    }

    public Block block() {
        return block;
    }

    public NDManager manager() {
        return manager;
    }

    /** Parameters by their dotted names, in the order of the network. */
    public Map<String, Parameter> parameters() {
        return parameters;
    }

    @Override
    public void close() {
        manager.close();
    }
}
