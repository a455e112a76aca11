package io.bestiary.zoo.gan;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Generative;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;

/**
 * A generator and the discriminator that it learns from; on its own it judges what it draws.
 *
 * <p>What follows the latent, the classes of a conditional pair, goes to both.
 */
public final class Adversarial extends NamedBlock implements Generative {
    private final Block generator;
    private final Block discriminator;

    Adversarial(Block generator, Block discriminator) {
        this.generator = child("generator", generator);
        this.discriminator = child("discriminator", discriminator);
    }

    @Override
    public Block generator() {
        return generator;
    }

    /** Picture (B, C, H, W) and, if conditional, classes (B) -> scores (B, 1), high for real ones, before any sigmoid. */
    public Block discriminator() {
        return discriminator;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDList judged = pass.through(generator, inputs);
        judged.addAll(inputs.subNDList(1));
        return pass.through(discriminator, judged);
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape[] judged = inputs.clone();
        judged[0] = tracer.one(generator, inputs);
        return tracer.through(discriminator, judged);
    }
}
