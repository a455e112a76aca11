package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.training.task.AdversarialLoss.Wasserstein;
import io.bestiary.training.task.AdversarialLoss.WassersteinPenalty;
import io.bestiary.training.task.LearningTask.Learning;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.engine.InputGradient;
import io.bestiary.zoo.gan.Adversarial;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One step of a generator and a discriminator against each other.
 *
 * @param batch pictures in one update
 */
record Adversary(ImageGeneration architecture, ImageGenerationRecipe recipe, int batch) {
    static final String GENERATOR = "generator";
    static final String DISCRIMINATOR = "discriminator";

    /** Below this share of the spread of the data, the drawings are all alike. */
    static final double ALIKE = 0.25;

    /** What a step works with. */
    private record Turn(Network network, NDManager manager, NDArray real, NDList classes) {

        private Adversarial pair() {
            return (Adversarial) network.block();
        }
    }

    /** Learns from real pictures (N, C, H, W) of classes (N), a batch for each update of the discriminator. */
    Map<String, Double> step(
            Network network,
            NDManager manager,
            NDArray pictures,
            NDArray labels,
            Map<String, ? extends Learning> parts) {
        long size = pictures.size(0);
        Map<String, Double> values = new LinkedHashMap<>();
        double sum = 0;
        int updates = 0;
        Turn turn = null;
        for (long from = 0; from < size; from += batch) {
            String rows = from + ":" + Math.min(size, from + batch);
            NDList classes = architecture.conditions() == 0 ? new NDList() : new NDList(labels.get(rows));
            turn = new Turn(network, manager, pictures.get(rows), classes);
            sum += discriminator(turn, parts.get(DISCRIMINATOR), values);
            updates++;
        }
        Turn last = turn;
        double generator = parts.get(GENERATOR).update(() -> {
            NDList judged = judge(last, draw(last));
            return withClasses(recipe.loss().generator(score(judged)), judged, last);
        });
        values.put("loss", generator);
        values.put("discriminator_loss", sum / updates);
        return values;
    }

    private double discriminator(Turn turn, Learning learning, Map<String, Double> values) {
        double loss = learning.update(() -> {
            // Drawn on the tape: without it MXNet normalizes by the statistics of evaluation.
            NDArray drawn = draw(turn).stopGradient();
            NDList judgedReal = judge(turn, turn.real());
            NDList judgedDrawn = judge(turn, drawn);
            NDArray sum = recipe.loss().discriminator(score(judgedReal), score(judgedDrawn));
            // Drawn pictures would teach it to find in them what the generator was asked for, not what they show.
            sum = withClasses(sum, judgedReal, turn);
            if (recipe.loss() instanceof WassersteinPenalty penalized) {
                sum = sum.add(penalty(turn, drawn, penalized.penalty(), values));
            }
            values.computeIfAbsent("diversity", key -> spread(drawn) / spread(turn.real()));
            return sum;
        });
        if (recipe.loss() instanceof Wasserstein clipped) {
            clip(turn.network(), clipped.clip());
        }
        return loss;
    }

    private NDArray draw(Turn turn) {
        NDList inputs =
                new NDList(turn.manager().randomNormal(new Shape(turn.real().size(0), architecture.latentSize())));
        inputs.addAll(turn.classes());
        return turn.network().forward(turn.pair().generator(), inputs, true).head();
    }

    private static NDList judge(Turn turn, NDArray pictures) {
        NDList inputs = new NDList(pictures);
        inputs.addAll(turn.classes());
        return turn.network().forward(turn.pair().discriminator(), inputs, true);
    }

    /** (B, 1), or (B, 1 + K) where the discriminator also names the class -> (B, 1). */
    private static NDArray score(NDList judged) {
        NDArray all = judged.head();
        return all.size(1) == 1 ? all : all.get(":, 0:1");
    }

    /** Adds what naming the class counts, where the discriminator does so; Odena et al., 2016, section 4. */
    private NDArray withClasses(NDArray loss, NDList judged, Turn turn) {
        NDArray all = judged.head();
        double weight = recipe.discriminator().auxiliary();
        if (all.size(1) == 1 || weight == 0) {
            return loss;
        }
        NDArray named = Losses.crossEntropy(all.get(":, 1:"), turn.classes().head(), 0);
        return loss.add(named.mul(HostMemory.number(named, weight)));
    }

    /** The squared distance from 1 of the slope at points between real and drawn pictures, at random on the line. */
    private NDArray penalty(Turn turn, NDArray drawn, double weight, Map<String, Double> values) {
        NDArray real = turn.real();
        long size = real.size(0);
        NDArray place = turn.manager().randomUniform(0, 1, new Shape(size, 1, 1, 1));
        NDArray between = InputGradient.watched(drawn.add(place.mul(real.sub(drawn))));
        NDArray slope = InputGradient.of(score(judge(turn, between)), between).reshape(size, -1);
        NDArray norm = slope.mul(slope).sum(new int[] {1}).add(1e-12).sqrt();
        values.put("gradient_norm", (double) norm.mean().getFloat());
        NDArray distance = norm.sub(1);
        NDArray sum = distance.mul(distance).sum();
        return sum.mul(HostMemory.number(sum, weight / size));
    }

    /** How far the pictures of a batch lie from their mean: the root of the variance of all values. */
    private static double spread(NDArray pictures) {
        NDArray flat = pictures.stopGradient().reshape(pictures.size(0), -1);
        NDArray centred = flat.sub(flat.mean(new int[] {0}, true));
        return Math.sqrt(centred.mul(centred).mean().getFloat());
    }

    private static void clip(Network network, double bound) {
        network.parameters().forEach((name, parameter) -> {
            if (name.startsWith(DISCRIMINATOR + ".") && parameter.requiresGradient()) {
                NDArray weight = parameter.getArray();
                weight.subi(weight.sub(weight.clip(-bound, bound)));
            }
        });
    }
}
