package io.bestiary.zoo.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import io.bestiary.zoo.engine.Fused;

/**
 * Says where a result may take the place of what it is computed from: it saves an array, and memory that is still in the caches
 * is written to instead of other. MXNet writes over nothing while it records gradients.
 */
final class Overwriting {
    /** Below so many numbers the call that writes in place costs more than an array. */
    private static final long LEAST = 1 << 18;

    private Overwriting() {}

    /**
     * Whether the output of a block may be written over.
     *
     * @param block whose output, by what it is, nobody else reads, nor the engine for a gradient
     */
    static boolean allows(Pass pass, Block block, NDArray output) {
        return output.size() >= LEAST && !pass.isWatched() && isOwn(pass, block) && Fused.runsOn(output.getManager());
    }

    private static boolean isOwn(Pass pass, Block block) {
        if (block instanceof Sequence sequence) {
            return isOwn(pass, sequence.last());
        }
        // In training a convolution may put out a part of an array, which is written over at a price.
        return block instanceof BatchNorm || block instanceof Residual || (block instanceof Conv2d && !pass.training());
    }
}
