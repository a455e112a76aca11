package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Weights as other tools write and read them: safetensors by the names of the reference implementation. */
public final class ForeignWeights {
    /** Counts the batches that a normalization saw; PyTorch saves it, and nothing computes with it. */
    private static final String COUNTER = "num_batches_tracked";

    private static final String MEAN = "running_mean";

    private ForeignWeights() {}

    /**
     * Builds a network of weights in safetensors files, or in those of an index ({@code *.safetensors.index.json}), of any
     * type with a fraction.
     *
     * @param files together they hold every tensor once
     * @param parent names the engine and the device, and closes the network with itself
     * @throws CheckpointException listing every tensor that is missing, not expected, of another shape or type, or
     *     transposed, with the nearest names
     */
    public static Network load(List<Path> files, Architecture architecture, NDManager parent) {
        Map<String, Safetensors> found = new LinkedHashMap<>();
        List<Safetensors> opened = new ArrayList<>();
        try {
            for (Path path : files) {
                Safetensors file = Safetensors.open(path);
                opened.add(file);
                for (String name : file.tensors().keySet()) {
                    if (!name.endsWith("." + COUNTER) && found.putIfAbsent(name, file) != null) {
                        throw new CheckpointException(
                                path + ": " + name + ": must be in one file, is in two of " + files);
                    }
                }
            }
            List<String> differences = differences(Outline.of(architecture).parameters(), found);
            if (!differences.isEmpty()) {
                String names = files.stream().map(Path::toString).collect(Collectors.joining(", "));
                throw new CheckpointException(names + ": does not fit the network, " + differences.size()
                        + (differences.size() == 1 ? " difference" : " differences") + ":\n  "
                        + String.join("\n  ", differences));
            }
            return Network.load(architecture, parent, name -> found.get(name).array(name, parent));
        } finally {
            opened.forEach(Safetensors::close);
        }
    }

    private static List<String> differences(Map<String, Shape> expected, Map<String, Safetensors> found) {
        Set<String> missing = new LinkedHashSet<>(expected.keySet());
        missing.removeAll(found.keySet());
        Set<String> unexpected = new LinkedHashSet<>(found.keySet());
        unexpected.removeAll(expected.keySet());
        List<String> differences = new ArrayList<>();
        expected.forEach((name, shape) -> {
            if (missing.contains(name)) {
                differences.add(name + ": must be " + shape + ", is missing" + Nearest.hint(name, unexpected));
                return;
            }
            TensorInfo info = found.get(name).tensors().get(name);
            boolean isFloat = Dtype.find(info.dtype()).filter(Dtype::isFloat).isPresent();
            if (!info.shape().equals(shape) || !isFloat) {
                differences.add(name + ": must be " + shape + " of F16, BF16, F32 or F64, got " + info.shape() + " of "
                        + info.dtype() + (isTransposed(info.shape(), shape) ? ", which is transposed" : ""));
            }
        });
        unexpected.forEach(name -> differences.add(name + ": is not in the network" + Nearest.hint(name, missing)));
        return differences;
    }

    private static boolean isTransposed(Shape found, Shape expected) {
        return found.dimension() == 2
                && expected.dimension() == 2
                && found.get(0) == expected.get(1)
                && found.get(1) == expected.get(0);
    }

    /**
     * Writes a network's weights as PyTorch's {@code load_state_dict(strict=True)} wants them: with a counter of batches
     * beside the statistics of each normalization.
     *
     * @throws CheckpointException if the file cannot be written
     */
    public static void write(Path file, Network network) {
        try (NDManager counters = network.manager().newSubManager()) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            network.parameters().forEach((name, parameter) -> {
                tensors.put(name, parameter.getArray());
                if (name.endsWith("." + MEAN)) {
                    tensors.put(
                            name.substring(0, name.length() - MEAN.length()) + COUNTER,
                            io.bestiary.zoo.engine.HostMemory.array(counters, new long[] {0}, new Shape()));
                }
            });
            Safetensors.write(file, tensors, Map.of("format", "pt"));
        }
    }
}
