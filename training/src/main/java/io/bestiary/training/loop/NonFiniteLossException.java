package io.bestiary.training.loop;

/** The loss is no longer a number; names the step, and where values first ceased to be finite. */
public final class NonFiniteLossException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String ADVICE = "; a lower training.optimizer.rate or a training.clipping may help";

    private final String what;

    NonFiniteLossException(String part, long step, double loss) {
        this("step " + step + ": the loss" + (part.isEmpty() ? "" : " of " + part) + " is " + loss, "");
    }

    private NonFiniteLossException(String what, String where) {
        super(what + where + ADVICE);
        this.what = what;
    }

    NonFiniteLossException at(String where) {
        return new NonFiniteLossException(what, "; the first values that are not finite: " + where);
    }
}
