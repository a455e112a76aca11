package io.bestiary.zoo.nn;

import ai.djl.nn.Block;

/** A block and the name it goes by in its parent; under an empty name its parameters keep their own. */
public record Part(String name, Block block) {}
