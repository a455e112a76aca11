package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The base of our blocks: its parameters carry dotted names, and it says once how shapes go through it.
 *
 * <p>DJL's own base prefixes every child with its number ({@code 01conv1_weight}) and wants the way of the shapes written
 * twice, for initialization and for the output.
 */
public abstract class NamedBlock extends AbstractBaseBlock {
    private final List<Part> children = new ArrayList<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private boolean initialized;

    /** Computes the outputs. */
    protected abstract NDList forward(Pass pass, NDList inputs);

    /** Carries the shapes of the inputs through the children, as {@link #forward(Pass, NDList)} does the arrays. */
    protected abstract Shape[] trace(Tracer tracer, Shape... inputs);

    /**
     * What the block computes of inputs of these shapes beside its children; empty where every output takes each row of its
     * own matrices once.
     */
    protected Optional<Work> work(Shape... inputs) {
        return Optional.empty();
    }

    /**
     * Adds a child whose parameters get the prefix {@code name.}; under an empty name, which several may have, they keep
     * their own.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    protected final <B extends Block> B child(String name, B block) {
        if (!name.isEmpty() && children.stream().anyMatch(child -> child.name().equals(name))) {
            throw new IllegalArgumentException("child: must have a name of its own, got " + name + " twice");
        }
        children.add(new Part(name, block));
        return block;
    }

    /** Adds a parameter of this block; its shape is set in {@link #prepare(Shape[])} or here. */
    protected final Parameter parameter(String name, Parameter.Type type, Distribution initial, Shape shape) {
        Parameter parameter = Parameter.builder()
                .setName(name)
                .setType(type)
                .optRequiresGrad(type != Parameter.Type.RUNNING_MEAN && type != Parameter.Type.RUNNING_VAR)
                .optInitializer(initial)
                .optShape(shape)
                .build();
        parameters.put(name, parameter);
        return parameter;
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        Pass pass = new Pass(store, training);
        return pass.keeping(inputs, () -> forward(pass, inputs));
    }

    @Override
    public final Shape[] getOutputShapes(Shape[] inputs) {
        return trace(Block::getOutputShapes, inputs);
    }

    @Override
    protected final void initializeChildBlocks(NDManager manager, DataType dataType, Shape... inputs) {
        trace(
                (block, shapes) -> {
                    block.initialize(manager, dataType, shapes);
                    return block.getOutputShapes(shapes);
                },
                inputs);
    }

    @Override
    public final BlockList getChildren() {
        BlockList list = new BlockList(children.size());
        children.forEach(child -> list.add(child.name(), child.block()));
        return list;
    }

    @Override
    public final ParameterList getDirectParameters() {
        return new ParameterList(parameters);
    }

    @Override
    public final ParameterList getParameters() {
        ParameterList all = getDirectParameters();
        children.forEach(child -> {
            String prefix = child.name().isEmpty() ? "" : child.name() + ".";
            for (Pair<String, Parameter> pair : child.block().getParameters()) {
                String name = child.block() instanceof NamedBlock ? pair.getKey() : leafName(pair);
                all.add(prefix + name, pair.getValue());
            }
        });
        return all;
    }

    /** DJL's layers say gamma, beta, runningMean where every reference says weight, bias, running_mean. */
    private static String leafName(Pair<String, Parameter> pair) {
        return switch (pair.getValue().getType()) {
            case GAMMA -> "weight";
            case BETA -> "bias";
            case RUNNING_MEAN -> "running_mean";
            case RUNNING_VAR -> "running_var";
            default -> pair.getKey();
        };
    }

    /** Asked in every forward pass of every block: remembered, where DJL's own walks all parameters below. */
    @Override
    public final boolean isInitialized() {
        if (!initialized) {
            initialized = super.isInitialized();
        }
        return initialized;
    }

    @Override
    public final void clear() {
        initialized = false;
        super.clear();
    }
}
