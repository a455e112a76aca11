package io.bestiary.zoo.nn;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.util.passthrough.PassthroughNDArray;
import ai.djl.util.passthrough.PassthroughNDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network's shapes without its values: no engine starts, and no memory is taken.
 *
 * @param parameters shapes of all parameters by their dotted names
 * @param trainable names of those that are trained
 * @param layers the blocks without children of ours, in the order in which values pass them
 * @param output shape of the output for a batch of one
 */
public record Outline(Map<String, Shape> parameters, Set<String> trainable, List<Layer> layers, Shape output) {

    /**
     * One layer.
     *
     * @param name dotted name
     * @param kind such as {@code Conv2d}
     * @param output shape of its output for a batch of one
     * @param parameters trainable parameters, those of a table that several layers use in the first of them
     * @param multiplications of two numbers whose results are added up, for a batch of one
     */
    public record Layer(String name, String kind, Shape output, long parameters, long multiplications) {}

    /** Draws the outline at the sizes of {@link Architecture#inputs()}. */
    public static Outline of(Architecture architecture) {
        return of(
                architecture,
                architecture.inputs().stream().map(spec -> spec.batch(1)).toArray(Shape[]::new));
    }

    /** Draws the outline for inputs of the given shapes. */
    public static Outline of(Architecture architecture, Shape... inputs) {
        Block network = architecture.network();
        Map<String, Shape> parameters = new LinkedHashMap<>();
        Set<String> trainable = new HashSet<>();
        network.getParameters().forEach(pair -> {
            if (pair.getValue().requiresGradient()) {
                trainable.add(pair.getKey());
            }
            pair.getValue()
                    .setInitializer((manager, shape, type) -> new PassthroughNDArray(manager, null, shape, type));
            // An array that stands for nothing cannot be asked to keep a gradient.
            pair.getValue().freeze(true);
        });
        network.initialize(PassthroughNDManager.INSTANCE, DataType.FLOAT32, inputs);
        network.getParameters()
                .forEach(pair -> parameters.put(pair.getKey(), pair.getValue().getShape()));
        List<Layer> layers = new ArrayList<>();
        Shape[] output = new Walk(names(network), Collections.newSetFromMap(new IdentityHashMap<>()), layers)
                .through(network, inputs);
        return new Outline(parameters, trainable, List.copyOf(layers), output[0]);
    }

    /** Number of trainable parameters. */
    public long parameterCount() {
        return trainable.stream().mapToLong(name -> parameters.get(name).size()).sum();
    }

    /** The dotted names of a network's blocks. */
    static IdentityHashMap<Block, String> names(Block network) {
        IdentityHashMap<Block, String> names = new IdentityHashMap<>();
        name(network, "", names);
        return names;
    }

    /** Multiplications whose results are added up, for one example; many publish them as FLOPs. */
    public long multiplications() {
        return layers.stream().mapToLong(Layer::multiplications).sum();
    }

    /** Bytes of all parameters as float32. */
    public long bytes() {
        return Float.BYTES * parameters.values().stream().mapToLong(Shape::size).sum();
    }

    /** Bytes that training with Adam takes whatever the batch: parameters, gradients and two moments of each. */
    public long trainingBytes() {
        return bytes() + 3 * Float.BYTES * parameterCount();
    }

    /** Bytes that training takes for each example of a batch, about: what every layer puts out is kept. */
    public long exampleBytes() {
        return Float.BYTES
                * layers.stream().mapToLong(layer -> layer.output().size()).sum();
    }

    private static void name(Block block, String name, IdentityHashMap<Block, String> names) {
        names.put(block, name);
        block.getChildren()
                .forEach(child -> name(
                        child.getValue(),
                        name.isEmpty() ? child.getKey() : child.getKey().isEmpty() ? name : name + "." + child.getKey(),
                        names));
    }

    /** Goes down to the layers. */
    private record Walk(IdentityHashMap<Block, String> names, Set<Parameter> counted, List<Layer> layers)
            implements Tracer {

        @Override
        public Shape[] through(Block block, Shape... inputs) {
            String name = names.get(block);
            if (block instanceof NamedBlock composite
                    && !composite.getChildren().isEmpty()) {
                Shape[] output = composite.trace(this, inputs);
                long own = count(composite.getDirectParameters());
                composite
                        .work(inputs)
                        .or(() -> own == 0 ? Optional.empty() : Optional.of(new Work(kind(composite), output[0], 0)))
                        .ifPresent(work ->
                                layers.add(new Layer(name, work.kind(), work.output(), own, work.multiplications())));
                return output;
            }
            Shape[] output = block.getOutputShapes(inputs);
            long parameters = count(block.getParameters());
            long multiplications = block instanceof NamedBlock own
                    ? own.work(inputs).map(Work::multiplications).orElseGet(() -> ofMatrices(block, output[0]))
                    : ofMatrices(block, output[0]);
            layers.add(new Layer(name, kind(block), output[0], parameters, multiplications));
            return output;
        }

        private long count(ParameterList parameters) {
            return parameters.values().stream()
                    .filter(parameter -> parameter.getType() != Parameter.Type.RUNNING_MEAN
                            && parameter.getType() != Parameter.Type.RUNNING_VAR)
                    .filter(counted::add)
                    .mapToLong(parameter -> parameter.getShape().size())
                    .sum();
        }

        /** Each place of the output takes all numbers of each matrix once; the axis of channels is not a place. */
        private static long ofMatrices(Block block, Shape output) {
            long sum = 0;
            for (Parameter parameter : block.getDirectParameters().values()) {
                Shape matrix = parameter.getShape();
                if (parameter.getType() == Parameter.Type.WEIGHT && matrix.dimension() > 1) {
                    long channels = matrix.dimension() == 2 ? output.tail() : output.get(1);
                    sum += output.size() / channels * matrix.size();
                }
            }
            return sum;
        }

        private static String kind(Block block) {
            return block instanceof Operation
                    ? block.toString()
                    : block.getClass().getSimpleName();
        }
    }
}
