package io.bestiary.training.loop;

/** A training was asked to stop, and saved what it had. */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrainingStoppedException(long step) {
        super("stopped after step " + step + "; the same command goes on from there");
    }
}
