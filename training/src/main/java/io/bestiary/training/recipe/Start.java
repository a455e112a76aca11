package io.bestiary.training.recipe;

import io.bestiary.zoo.surgery.LowRank;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a training begins with.
 *
 * @param from the run or checkpoint of the same kind of network whose weights it begins with, in other sizes where they can
 *     be had: other classes begin anew, other channels are summed or repeated, a larger vocabulary or context is filled
 *     up; nothing for weights drawn anew
 * @param freeze names of parameters that stay as they are, with * and ?, several with commas between; a name means all
 *     below it; empty for none
 * @param lora narrow matrices that learn in the place of wide ones, all else staying as it is; what is saved is their sum
 */
public record Start(Optional<Path> from, String freeze, LowRank lora) {
    public static final Start DEFAULTS = new Start(Optional.empty(), "", LowRank.DEFAULTS);

    public Start {
        if (lora.isAsked() && from.isEmpty()) {
            throw new IllegalArgumentException("lora: must have trained weights to adapt, which from names, got none");
        }
        if (lora.isAsked() && !freeze.isEmpty()) {
            throw new IllegalArgumentException(
                    "freeze: must be empty beside lora, which leaves all that it does not name as it is, got "
                            + freeze);
        }
    }
}
