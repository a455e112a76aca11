package io.bestiary.training.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import io.bestiary.training.loop.Learner;
import io.bestiary.training.optimizer.Adam;
import io.bestiary.training.recipe.Training;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.engine.Backend.EngineName;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.gan.Adversarial;
import io.bestiary.zoo.gan.Dcgan;
import io.bestiary.zoo.nn.Network;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** A step of DCGAN as the peers make it: 64 pictures drawn once, the discriminator updated, then the generator. */
final class AdversarialWorkload implements AutoCloseable {
    static final String NAME = "dcgan-32-b64";
    static final int BATCH = 64;
    private static final Dcgan NETWORKS = new Dcgan(100, 64, 32, 1);
    private static final Adam ADAM = new Adam(2e-4, List.of(0.5, 0.999), 1e-8, 0, true);

    private final NDManager manager;
    private final Network network;
    private final Adversarial pair;
    private final boolean drawnOnce;
    private final NDArray real;
    private final Learner generator;
    private final Learner discriminator;

    AdversarialWorkload(Backend backend) {
        manager = backend.newManager();
        network = Network.create(NETWORKS, manager, 1);
        pair = (Adversarial) network.block();
        // MXNet forgets what it recorded when a gradient tape ends.
        drawnOnce = backend.engine() == EngineName.PYTORCH;
        SplittableRandom random = new SplittableRandom(1);
        float[] pictures = new float[BATCH * 32 * 32];
        for (int i = 0; i < pictures.length; i++) {
            pictures[i] = (float) random.nextDouble(-1.7, 1.7);
        }
        real = HostMemory.array(manager, pictures, new Shape(BATCH, 1, 32, 32));
        Training training = Training.DEFAULTS.with(ADAM);
        generator = new Learner("generator", network, training, 1_000_000, backend, manager);
        discriminator = new Learner("discriminator", network, training, 1_000_000, backend, manager);
    }

    /** One step; to be called in a scope that frees its arrays. */
    void step() {
        NDArray latent = manager.randomNormal(new Shape(BATCH, NETWORKS.latentSize()));
        // Before the discriminator's turn, in which the generator rests.
        Optional<NDArray> once = drawnOnce ? Optional.of(record(() -> draw(latent))) : Optional.empty();
        Supplier<NDArray> drawn = () -> once.orElseGet(() -> draw(latent));
        discriminator.update(() -> loss(real, 1).add(loss(drawn.get().stopGradient(), 0)));
        generator.update(() -> loss(drawn.get(), 1));
    }

    @SuppressWarnings("try") // the tape is played later
    private NDArray record(Supplier<NDArray> computation) {
        try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
            return computation.get();
        }
    }

    private NDArray draw(NDArray latent) {
        return network.forward(pair.generator(), new NDList(latent), true).head();
    }

    /** Binary cross entropy of the scores of pictures that are all real, 1, or all drawn, 0. */
    private NDArray loss(NDArray pictures, int truth) {
        NDArray scores = network.forward(pair.discriminator(), new NDList(pictures), true)
                .head();
        NDArray towards = truth == 1 ? scores.neg() : scores;
        // log(1 + exp(x)), without overflow
        NDArray rest = towards.abs().neg().exp().add(1).log();
        return Activation.relu(towards).add(rest).sum().mul(HostMemory.number(scores, 1.0 / BATCH));
    }

    @Override
    public void close() {
        manager.close();
    }
}
