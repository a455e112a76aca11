package io.bestiary.training.recipe;

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
 */
public record Start(Optional<Path> from, String freeze) {
    public static final Start DEFAULTS = new Start(Optional.empty(), "");
}
