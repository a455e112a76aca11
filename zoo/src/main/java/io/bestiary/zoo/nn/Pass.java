package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.function.Supplier;

/**
 * One forward pass through a network.
 *
 * @param store where the values of parameters are
 * @param training whether dropout drops and batch statistics are used and recorded
 */
public record Pass(ParameterStore store, boolean training) {

    /** Sends one array through a block that returns one. */
    public NDArray through(Block block, NDArray input) {
        return through(block, new NDList(input)).head();
    }

    /** Sends several arrays through a block. */
    public NDList through(Block block, NDList inputs) {
        return saw(block, block.forward(store, inputs, training));
    }

    /** Whether somebody sees what each block puts out, and keeps it. */
    boolean isWatched() {
        return store instanceof WatchedStore;
    }

    /** Computes what a block puts out, and frees what it made on the way, unless somebody watches. */
    NDList keeping(NDList inputs, Supplier<NDList> computation) {
        return isWatched() ? computation.get() : Scratch.keeping(inputs, computation);
    }

    /** The same of one array, made of arrays that are nobody's result. */
    public NDArray keeping(Supplier<NDArray> computation) {
        return keeping(new NDList(), () -> new NDList(computation.get())).head();
    }

    /** Frees arrays that have been read, but for those that are kept, unless somebody watches. */
    public void free(NDList read, NDList... kept) {
        if (!isWatched()) {
            Scratch.free(read, kept);
        }
    }

    /** Shows what a block put out to who watches, for blocks that are not called by {@link #through}. */
    public NDList saw(Block block, NDList outputs) {
        if (store instanceof WatchedStore watched) {
            watched.passed(block, outputs);
        }
        return outputs;
    }

    /** The same of one array. */
    public NDArray saw(Block block, NDArray output) {
        return saw(block, new NDList(output)).head();
    }

    /** The value of a parameter on the device of the given array. */
    public NDArray value(Parameter parameter, NDArray like) {
        return store.getValue(parameter, like.getDevice(), training);
    }
}
