package io.bestiary.training.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A recipe with a component of every kind, for the tests of this package. */
record Sample(String title, Sample.Data data, Sample.Training training) {
    static final Choices CHOICES = new Choices()
            .add(Optimizer.class, "sgd", Sgd.class)
            .add(Optimizer.class, "adamw", AdamW.class)
            .add(Schedule.class, "constant", Fixed.class)
            .add(Schedule.class, "step", Curve.class)
            .add(Schedule.class, "cosine", Curve.class);

    static Sample bind(Document document) {
        Binder binder = new Binder(document, CHOICES);
        Sample sample = binder.bind(document.root(), Sample.class, null);
        binder.finish();
        return sample;
    }

    /** What must be given, and what need not. */
    record Data(String name, Optional<Path> path, Map<String, List<Integer>> crop) {
        static final Data DEFAULTS = new Data(null, Optional.empty(), Map.of());
    }

    record Training(
            int epochs,
            int warmup,
            double rate,
            float smoothing,
            long seed,
            boolean shuffle,
            ClipMode clipMode,
            List<Integer> milestones,
            Optimizer optimizer,
            Schedule schedule,
            List<Optimizer> others) {
        static final Training DEFAULTS = new Training(
                10,
                0,
                0.1,
                0,
                1,
                true,
                ClipMode.GLOBAL_NORM,
                List.of(),
                Sgd.DEFAULTS,
                new Curve("cosine", 0.5),
                List.of());

        Training {
            check(epochs >= 1, "epochs", "must be at least 1", epochs);
            check(warmup <= epochs, "warmup", "must be at most epochs (" + epochs + ")", warmup);
            check(rate > 0 && rate < 100, "rate", "must be above 0 and below 100", rate);
            check(smoothing >= 0 && smoothing < 1, "smoothing", "must be at least 0 and below 1", smoothing);
            check(schedule.floor() < rate * 1000, "schedule.floor", "must be below the rate", schedule.floor());
        }
    }

    enum ClipMode {
        NONE,
        VALUE,
        GLOBAL_NORM
    }

    sealed interface Optimizer {}

    record Sgd(double momentum, boolean nesterov) implements Optimizer {
        static final Sgd DEFAULTS = new Sgd(0.9, false);

        Sgd {
            check(momentum >= 0 && momentum < 1, "momentum", "must be at least 0 and below 1", momentum);
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("nesterov needs a momentum");
            }
        }
    }

    record AdamW(double weightDecay) implements Optimizer {
        static final AdamW DEFAULTS = new AdamW(0.01);
    }

    sealed interface Schedule {
        double floor();
    }

    record Fixed() implements Schedule {
        @Override
        public double floor() {
            return 0;
        }
    }

    /** Two names, one record. */
    record Curve(String name, double floor) implements Schedule {
        static final Curve DEFAULTS = new Curve(null, 0.25);
    }

    private static void check(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": " + rule + ", got " + value);
        }
    }
}
