package io.bestiary.zoo.gan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;

/** A generator from pictures to pictures and its discriminator; on its own it judges what it makes of a picture. */
public final class Translated extends NamedBlock {
    private final Block generator;
    private final Block discriminator;
    private final Seen seen;

    /** What the discriminator looks at. */
    enum Seen {
        /** The picture that was made alone. */
        RESULT,
        /** The picture that was given and, behind it, the one that was made: (B, 2 C, H, W). */
        BOTH
    }

    Translated(Block generator, Block discriminator, Seen seen) {
        this.generator = child("generator", generator);
        this.discriminator = child("discriminator", discriminator);
        this.seen = seen;
    }

    /** Picture (B, C, H, W) -> picture of the same shape, in [-1, 1]. */
    public Block generator() {
        return generator;
    }

    /** Picture, or pair of pictures, -> a score for each patch (B, 1, h, w), high for real ones, before any sigmoid. */
    public Block discriminator() {
        return discriminator;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray given = inputs.singletonOrThrow();
        NDArray made = pass.through(generator, given);
        return new NDList(pass.through(discriminator, seen == Seen.BOTH ? given.concat(made, 1) : made));
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape made = tracer.one(generator, inputs);
        long channels = made.get(1) + (seen == Seen.BOTH ? inputs[0].get(1) : 0);
        return tracer.through(discriminator, new Shape(made.get(0), channels, made.get(2), made.get(3)));
    }
}
