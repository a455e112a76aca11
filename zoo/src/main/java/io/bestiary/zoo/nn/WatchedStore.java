package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.IdentityHashMap;
import java.util.function.BiConsumer;

/** A store of values that is also told of outputs: it goes along through all blocks. */
final class WatchedStore extends ParameterStore {
    private final IdentityHashMap<Block, String> names;
    private final BiConsumer<String, NDList> watcher;

    WatchedStore(NDManager manager, Block network, BiConsumer<String, NDList> watcher) {
        super(manager, false);
        this.names = Outline.names(network);
        this.watcher = watcher;
    }

    void passed(Block block, NDList outputs) {
        watcher.accept(names.getOrDefault(block, block.getClass().getSimpleName()), outputs);
    }
}
