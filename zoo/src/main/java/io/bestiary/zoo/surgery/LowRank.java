package io.bestiary.zoo.surgery;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Outline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@link Lora} learns of a network.
 *
 * @param names of the matrices that are adapted, with * and ?, several with commas between; a name means all below it, and
 *     what is no matrix is passed over; empty for none
 * @param rank rows of the one narrow matrix and columns of the other
 * @param alpha what is learned counts alpha / rank
 * @param whole names of parameters that learn beside them without narrow ones, such as those of a head that starts anew;
 *     empty for none
 */
public record LowRank(String names, int rank, double alpha, String whole) {
    public static final LowRank DEFAULTS = new LowRank("", 8, 16, "");

    public LowRank {
        if (rank < 1 || rank > 65_536) {
            throw new IllegalArgumentException("rank: must be between 1 and 65536, got " + rank);
        }
        if (!(alpha > 0 && alpha <= 1e6)) {
            throw new IllegalArgumentException("alpha: must be above 0 and at most 1000000, got " + alpha);
        }
        if (names.isEmpty() && !whole.isEmpty()) {
            throw new IllegalArgumentException("whole: must go with names that are adapted, got " + whole);
        }
    }

    /** Whether there is anything to adapt. */
    public boolean isAsked() {
        return !names.isEmpty();
    }

    /**
     * Refuses what {@link Lora} would refuse, without a network; and a part that would stay as it was first drawn.
     *
     * @param changes what is new in the network
     * @param parts beginnings of names in each of which something must learn; an empty one is that of all names
     * @throws SurgeryException naming what does not fit
     */
    public void check(Architecture architecture, List<Surgery.Change> changes, List<String> parts) {
        Map<String, Shape> shapes = Outline.of(architecture).parameters();
        List<String> learned = new ArrayList<>(matrices(architecture.network(), shapes));
        learned.addAll(whole(shapes));
        Freezing.requireSome("lora", names, learned, parts);
        for (Surgery.Change change : changes) {
            boolean drawn = change.kind() == Surgery.Kind.RESET || change.kind() == Surgery.Kind.NEW;
            if (drawn && !learned.contains(change.parameter())) {
                throw new SurgeryException("lora.whole: must name what starts anew, or it would never learn: "
                        + change.parameter() + "; got " + (whole.isEmpty() ? "nothing" : whole));
            }
        }
    }

    /** The names of what learns whole. */
    List<String> whole(Map<String, Shape> shapes) {
        return whole.isEmpty() ? List.of() : Names.find("lora.whole", whole, shapes.keySet());
    }

    /**
     * The names of what is adapted.
     *
     * @throws SurgeryException if a pattern means no matrix, or the rank is more than a matrix has
     */
    List<String> matrices(Block network, Map<String, Shape> shapes) {
        List<String> wholly = whole(shapes);
        List<String> named = Names.find("lora", names, shapes.keySet()).stream()
                .filter(name -> !wholly.contains(name))
                .filter(name -> network.getParameters().get(name).getType() == Parameter.Type.WEIGHT)
                .filter(name -> shapes.get(name).dimension() == 2)
                .toList();
        if (named.isEmpty()) {
            throw new SurgeryException("lora: must name matrices of the network, got " + names);
        }
        for (String name : named) {
            Shape shape = shapes.get(name);
            long most = Math.min(shape.get(0), shape.get(1));
            if (rank > most) {
                throw new SurgeryException(
                        "rank: must be between 1 and " + most + " for " + name + " " + shape + ", got " + rank);
            }
        }
        return named;
    }
}
