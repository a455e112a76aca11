package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.checkpoint.Safetensors;
import io.bestiary.zoo.golden.Values;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Weights that others trained, loaded strictly: every tensor has its parameter, every parameter its tensor. */
final class Pretrained {

    private Pretrained() {}

    /**
     * Loads a network, or the part of it whose parameters begin with the prefix; the rest gets values of no meaning.
     *
     * @param name what a tensor of the file is called in the part
     */
    static Network load(
            Architecture architecture, NDManager manager, String file, String prefix, UnaryOperator<String> name) {
        Map<String, Shape> shapes = Outline.of(architecture).parameters();
        try (Safetensors tensors = Safetensors.open(SharedData.file("weights/" + file))) {
            Map<String, String> found = new LinkedHashMap<>();
            tensors.tensors().keySet().stream()
                    .filter(tensor -> !tensor.endsWith("num_batches_tracked"))
                    .forEach(tensor -> found.put(prefix + name.apply(tensor), tensor));
            assertThat(found.keySet())
                    .isEqualTo(shapes.keySet().stream()
                            .filter(parameter -> parameter.startsWith(prefix))
                            .collect(Collectors.toSet()));
            return Network.load(
                    architecture,
                    manager,
                    parameter -> found.containsKey(parameter)
                            ? tensors.array(found.get(parameter), manager)
                            : Values.array(manager, parameter, shapes.get(parameter), 0));
        }
    }

    /** With the names of the reference. */
    static Network load(Architecture architecture, NDManager manager, String file, String prefix) {
        return load(architecture, manager, file, prefix, tensor -> tensor);
    }
}
