package io.bestiary.training.loop;

/** The loss is no longer a number; names the step. */
public final class NonFiniteLossException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NonFiniteLossException(String part, long step, double loss) {
        super("step " + step + ": the loss" + (part.isEmpty() ? "" : " of " + part) + " is " + loss
                + "; a lower training.optimizer.rate or a training.clipping may help");
    }
}
