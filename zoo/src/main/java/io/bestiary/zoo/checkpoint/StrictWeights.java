package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of weights that fits a network or is refused: by name, shape and type, with all differences in one message. */
record StrictWeights(Path file) {

    Network load(Architecture architecture, NDManager parent) {
        try (Safetensors weights = Safetensors.open(file)) {
            Map<String, Shape> missing = new LinkedHashMap<>();
            Set<String> unexpected = new LinkedHashSet<>(weights.tensors().keySet());
            List<String> differences = new ArrayList<>();
            Network network = Network.load(architecture, parent, (name, shape) -> {
                TensorInfo info = weights.tensors().get(name);
                unexpected.remove(name);
                if (info == null) {
                    missing.put(name, shape);
                } else if (!info.dtype().equals(Dtype.F32.name())
                        || !info.shape().equals(shape)) {
                    differences.add(name + ": must be F32 " + shape + ", got " + info.dtype() + " " + info.shape());
                } else {
                    return weights.array(name, parent);
                }
                // Stands in until the whole network has been compared.
                return parent.zeros(shape);
            });
            missing.forEach((name, shape) ->
                    differences.add(name + ": must be F32 " + shape + ", is missing" + Nearest.hint(name, unexpected)));
            unexpected.forEach(
                    name -> differences.add(name + ": is not in the network" + Nearest.hint(name, missing.keySet())));
            return requireNone(differences, network);
        }
    }

    private Network requireNone(List<String> differences, Network network) {
        if (!differences.isEmpty()) {
            network.close();
            throw new CheckpointException(file + ": does not fit the network:\n  " + String.join("\n  ", differences));
        }
        return network;
    }
}
