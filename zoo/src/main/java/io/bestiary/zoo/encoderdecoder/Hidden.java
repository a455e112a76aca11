package io.bestiary.zoo.encoderdecoder;

import ai.djl.ndarray.NDArray;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Lengths;

/** What the attention of recurrent decoders must not see. */
final class Hidden {

    private Hidden() {}

    /** 0 for tokens of the source and a large negative number for the padding after them: (B, S). */
    static NDArray padding(Lengths lengths) {
        NDArray past = lengths.mask().sub(1);
        return past.mul(HostMemory.number(past, 1e9));
    }
}
