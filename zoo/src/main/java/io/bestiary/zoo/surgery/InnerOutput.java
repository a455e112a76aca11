package io.bestiary.zoo.surgery;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Network;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What a block inside a network puts out: features of the inputs. */
public final class InnerOutput {

    private InnerOutput() {}

    /**
     * Runs the network in evaluation and takes what came out of one block.
     *
     * @param name of the block, such as {@code layer4} or {@code transformer.h.3}; {@code bestiary show} lists them
     * @return owned by the manager of the inputs
     * @throws SurgeryException if there is no such block, or no value came by
     */
    public static NDList of(Network network, String name, NDList inputs) {
        Set<String> names = new LinkedHashSet<>();
        collect(network.block(), "", names);
        if (!names.contains(name)) {
            throw new SurgeryException("block: must be one of the network, got " + name + Nearest.hint(name, names));
        }
        // A part under an empty name goes by the name of the block around it, which comes later and is the one meant.
        Map<String, NDList> seen = new HashMap<>();
        network.watching(seen::put, () -> network.forward(inputs, false));
        if (!seen.containsKey(name)) {
            throw new SurgeryException(
                    "block: must put out arrays of its own, got " + name + ", which works inside the block around it");
        }
        return seen.get(name);
    }

    private static void collect(Block block, String name, Set<String> names) {
        names.add(name);
        block.getChildren()
                .forEach(child -> collect(
                        child.getValue(),
                        name.isEmpty() ? child.getKey() : child.getKey().isEmpty() ? name : name + "." + child.getKey(),
                        names));
    }
}
