package io.bestiary.zoo.surgery;

import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Parts of a network that training leaves as they are. */
public final class Freezing {

    private Freezing() {}

    /**
     * Freezes parameters. Statistics of normalizations go on being gathered in training.
     *
     * @param patterns such as {@code conv1,bn1,layer1} or {@code *.bias}; a name means all below it
     * @return the names of what is frozen
     * @throws SurgeryException if a pattern means nothing, or nothing is left to train
     */
    public static List<String> freeze(Network network, String patterns) {
        List<String> frozen =
                Names.find("freeze", patterns, network.parameters().keySet());
        freeze(network, frozen);
        if (network.parameters().values().stream().noneMatch(parameter -> parameter.requiresGradient())) {
            throw new SurgeryException("freeze: must leave something to train, got " + patterns);
        }
        return frozen;
    }

    /**
     * Refuses patterns that {@link #freeze(Network, String)} would refuse, without a network.
     *
     * @param parts beginnings of names in each of which something must be left to train; an empty one is that of all names
     * @throws SurgeryException if a pattern means nothing, or nothing is left to train
     */
    public static void check(Architecture architecture, String patterns, List<String> parts) {
        Outline outline = Outline.of(architecture);
        List<String> left = new ArrayList<>(outline.trainable());
        left.removeAll(Names.find("freeze", patterns, outline.parameters().keySet()));
        requireSome("freeze", patterns, left, parts);
    }

    /** Refuses what leaves a part nothing to learn. */
    static void requireSome(String what, String patterns, List<String> left, List<String> parts) {
        for (String part : parts) {
            if (left.stream().noneMatch(name -> part.isEmpty() || name.startsWith(part + "."))) {
                throw new SurgeryException(what + ": must leave something to train"
                        + (part.isEmpty() ? "" : " of the " + part) + ", got " + patterns);
            }
        }
    }

    static void freeze(Network network, Collection<String> names) {
        names.forEach(name -> network.parameters().get(name).freeze(true));
    }
}
