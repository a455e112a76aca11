package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file of weights that fits a network or is refused: by name, shape and type, with all differences in one message. */
final class StrictWeights {

    private StrictWeights() {}

    static Network load(Path file, Architecture architecture, NDManager parent) {
        try (Safetensors weights = Safetensors.open(file)) {
            List<String> differences = differences(Outline.of(architecture).parameters(), weights.tensors());
            if (!differences.isEmpty()) {
                throw new CheckpointException(
                        file + ": does not fit the network:\n  " + String.join("\n  ", differences));
            }
            return Network.load(architecture, parent, name -> weights.array(name, parent));
        }
    }

    private static List<String> differences(Map<String, Shape> expected, Map<String, TensorInfo> found) {
        Set<String> missing = new LinkedHashSet<>(expected.keySet());
        missing.removeAll(found.keySet());
        Set<String> unexpected = new LinkedHashSet<>(found.keySet());
        unexpected.removeAll(expected.keySet());
        List<String> differences = new ArrayList<>();
        expected.forEach((name, shape) -> {
            TensorInfo info = found.get(name);
            if (info == null) {
                differences.add(name + ": must be F32 " + shape + ", is missing" + Nearest.hint(name, unexpected));
            } else if (!info.dtype().equals(Dtype.F32.name()) || !info.shape().equals(shape)) {
                differences.add(name + ": must be F32 " + shape + ", got " + info.dtype() + " " + info.shape());
            }
        });
        unexpected.forEach(name -> differences.add(name + ": is not in the network" + Nearest.hint(name, missing)));
        return differences;
    }
}
