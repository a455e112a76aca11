package io.bestiary.training.task;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import io.bestiary.zoo.engine.HostMemory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a generator and a discriminator make small, from scores (B, 1), high for real ones, before any sigmoid. */
public sealed interface AdversarialLoss {

    /** Of the discriminator, whatever is added to it elsewhere. */
    NDArray discriminator(NDArray real, NDArray drawn);

    /** Of the generator. */
    NDArray generator(NDArray drawn);

    /**
     * The discriminator's loss below which it tells nearly all apart, so that the generator learns nothing; minus infinity where
     * the loss has no such meaning.
     */
    double won();

    /** Every loss by its name in recipes. */
    static Map<String, AdversarialLoss> defaults() {
        Map<String, AdversarialLoss> all = new LinkedHashMap<>();
        all.put("non-saturating", NonSaturating.DEFAULTS);
        all.put("least-squares", LeastSquares.DEFAULTS);
        all.put("hinge", Hinge.DEFAULTS);
        all.put("wasserstein", Wasserstein.DEFAULTS);
        all.put("wasserstein-penalty", WassersteinPenalty.DEFAULTS);
        return all;
    }

    private static NDArray mean(NDArray values) {
        NDArray sum = values.sum();
        return sum.mul(HostMemory.number(sum, 1.0 / values.size()));
    }

    private static void check(String key, double value, double most) {
        if (!(value > 0 && value <= most)) {
            throw new IllegalArgumentException(key + ": must be above 0 and at most " + most + ", got " + value);
        }
    }

    /** Cross entropy, the generator's with the labels exchanged; Goodfellow et al., 2014, section 3. */
    record NonSaturating() implements AdversarialLoss {
        static final NonSaturating DEFAULTS = new NonSaturating();

        @Override
        public NDArray discriminator(NDArray real, NDArray drawn) {
            return mean(Activation.softPlus(real.neg())).add(mean(Activation.softPlus(drawn)));
        }

        @Override
        public NDArray generator(NDArray drawn) {
            return mean(Activation.softPlus(drawn.neg()));
        }

        @Override
        public double won() {
            return 0.02; // at the balance 2 ln 2
        }
    }

    /** Squared distance from 1 for real ones and from 0 for drawn ones, halved; Mao et al., 2016, arXiv:1611.04076. */
    record LeastSquares() implements AdversarialLoss {
        static final LeastSquares DEFAULTS = new LeastSquares();

        @Override
        public NDArray discriminator(NDArray real, NDArray drawn) {
            return half(square(real.sub(1))).add(half(square(drawn)));
        }

        @Override
        public NDArray generator(NDArray drawn) {
            return half(square(drawn.sub(1)));
        }

        private static NDArray square(NDArray values) {
            return mean(values.mul(values));
        }

        private static NDArray half(NDArray value) {
            return value.mul(HostMemory.number(value, 0.5));
        }

        @Override
        public double won() {
            return 0.003; // at the balance 1/4
        }
    }

    /** Nothing where the score is beyond 1 on the right side; with spectral normalization in Miyato et al., 2018. */
    record Hinge() implements AdversarialLoss {
        static final Hinge DEFAULTS = new Hinge();

        @Override
        public NDArray discriminator(NDArray real, NDArray drawn) {
            return mean(Activation.relu(real.neg().add(1))).add(mean(Activation.relu(drawn.add(1))));
        }

        @Override
        public NDArray generator(NDArray drawn) {
            return mean(drawn).neg();
        }

        @Override
        public double won() {
            return 0.02; // at the balance 2
        }
    }

    /**
     * The difference of the mean scores, the discriminator's weights kept within bounds; Arjovsky et al., 2017,
     * https://arxiv.org/abs/1701.07875.
     *
     * @param clip largest absolute value of a weight
     */
    record Wasserstein(double clip) implements AdversarialLoss {
        static final Wasserstein DEFAULTS = new Wasserstein(0.01);

        public Wasserstein {
            check("clip", clip, 1000);
        }

        @Override
        public NDArray discriminator(NDArray real, NDArray drawn) {
            return mean(drawn).sub(mean(real));
        }

        @Override
        public NDArray generator(NDArray drawn) {
            return mean(drawn).neg();
        }

        @Override
        public double won() {
            return Double.NEGATIVE_INFINITY;
        }
    }

    /**
     * The difference of the mean scores, the slope of the discriminator kept near 1 between real and drawn pictures;
     * Gulrajani et al., 2017, https://arxiv.org/abs/1704.00028.
     *
     * @param penalty what the squared distance of the slope from 1 counts
     */
    record WassersteinPenalty(double penalty) implements AdversarialLoss {
        static final WassersteinPenalty DEFAULTS = new WassersteinPenalty(10);

        public WassersteinPenalty {
            check("penalty", penalty, 1000);
        }

        @Override
        public NDArray discriminator(NDArray real, NDArray drawn) {
            return mean(drawn).sub(mean(real));
        }

        @Override
        public NDArray generator(NDArray drawn) {
            return mean(drawn).neg();
        }

        @Override
        public double won() {
            return Double.NEGATIVE_INFINITY;
        }
    }
}
