package io.bestiary.zoo.encoderdecoder;

import static io.bestiary.zoo.nn.Layers.elementwise;
import static io.bestiary.zoo.nn.Layers.identity;
import static io.bestiary.zoo.nn.Layers.linear;
import static io.bestiary.zoo.nn.Layers.part;
import static io.bestiary.zoo.nn.Layers.relu;
import static io.bestiary.zoo.nn.Layers.sequence;
import static io.bestiary.zoo.nn.Layers.sigmoid;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Flat;
import io.bestiary.zoo.nn.Generative;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.OneHot;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;

/**
 * A variational autoencoder of linear layers: picture (B, C, H, W) in [0, 1] and, if conditional, classes (B) -> picture,
 * mean (B, Z), log variance (B, Z). In training the latent vector is drawn around the mean, by the engine's random numbers;
 * in evaluation it is the mean.
 */
final class Variational extends NamedBlock implements Generative {
    private final double noise;
    private final Block condition;
    private final Block hidden;
    private final Block relu;
    private final Block mean;
    private final Block logVariance;
    private final Block decoder;

    /** Latent Z, units of the hidden layers, the picture, and classes that both sides see; 0 for none. */
    record Sizes(int latent, int width, int channels, int imageSize, int classes) {}

    Variational(Sizes sizes, double noise) {
        this.noise = noise;
        condition = child("class", beside(sizes.classes));
        hidden = child("fc1", linear(sizes.width));
        relu = child("relu", relu());
        mean = child("fc21", linear(sizes.latent));
        logVariance = child("fc22", linear(sizes.latent));
        decoder = child(
                "",
                sequence(
                        part("class", beside(sizes.classes)), // (B, Z) -> (B, Z + K)
                        part("fc3", linear(sizes.width)),
                        part("relu", relu()),
                        part("fc4", linear(sizes.channels * sizes.imageSize * sizes.imageSize)),
                        part("sigmoid", sigmoid()),
                        part("picture", Flat.picture(sizes.channels, sizes.imageSize)))); // -> (B, C, H, W)
    }

    private static Block beside(int classes) {
        return classes == 0 ? identity() : new OneHot(classes);
    }

    @Override
    public Block generator() {
        return sequence(
                part("", decoder), // -> (B, C, H, W) in [0, 1]
                part(
                        "range",
                        elementwise("range", x -> x.mul(HostMemory.number(x, 2)).sub(1))));
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        NDArray picture = inputs.head();
        NDList classes = inputs.subNDList(1);
        NDArray flat = picture.reshape(picture.size(0), -1);
        NDArray read = pass.through(
                hidden, pass.through(condition, with(flat, classes)).head());
        NDArray seen = pass.through(relu, read);
        NDArray center = pass.through(mean, seen);
        NDArray spread = pass.through(logVariance, seen);
        NDArray latent = pass.training() && noise > 0 ? drawn(center, spread) : center;
        return new NDList(pass.through(decoder, with(latent, classes)).head(), center, spread);
    }

    private NDArray drawn(NDArray center, NDArray logVariance) {
        NDArray deviation = logVariance.mul(HostMemory.number(logVariance, 0.5)).exp();
        NDArray normal = center.getManager().randomNormal(0, (float) noise, center.getShape(), center.getDataType());
        return center.add(deviation.mul(normal));
    }

    private static NDList with(NDArray first, NDList classes) {
        NDList all = new NDList(first);
        all.addAll(classes);
        return all;
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        Shape[] flat = inputs.clone();
        flat[0] = new Shape(inputs[0].get(0), inputs[0].slice(1).size());
        Shape seen = tracer.one(relu, tracer.one(hidden, tracer.through(condition, flat)));
        Shape[] latent = inputs.clone();
        latent[0] = tracer.one(mean, seen);
        Shape spread = tracer.one(logVariance, seen);
        return new Shape[] {tracer.one(decoder, latent), latent[0], spread};
    }
}
