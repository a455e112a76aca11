package io.bestiary.zoo.nn;

import ai.djl.nn.Block;

/** A block one part of which draws pictures. */
public interface Generative {

    /** The part: latent (B, Z) and, if conditional, classes (B) -> picture (B, C, H, W) in [-1, 1]. */
    Block generator();
}
