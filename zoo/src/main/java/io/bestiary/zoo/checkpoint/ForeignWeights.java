package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import io.bestiary.zoo.spelling.Spelling;
import io.bestiary.zoo.spelling.Spellings;
import io.bestiary.zoo.spelling.Style;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Weights as other tools write and read them: safetensors by the names of the reference implementation. */
public final class ForeignWeights {
    /** Counts the batches that a normalization saw; PyTorch saves it, and nothing computes with it. */
    private static final String COUNTER = "num_batches_tracked";

    private static final String MEAN = "running_mean";

    private ForeignWeights() {}

    /**
     * Builds a network of weights in safetensors files, or in those of an index ({@code *.safetensors.index.json}), of any
     * type with a fraction, or in a {@code .bin} of llama2.c; in any spelling of {@link Spellings}.
     *
     * @param files together they hold every tensor once
     * @param parent names the engine and the device, and closes the network with itself
     * @throws CheckpointException listing every tensor that is missing, not expected, of another shape or type, or
     *     transposed, with the nearest names
     */
    public static Network load(List<Path> files, Architecture architecture, NDManager parent) {
        return load(
                files.stream().map(ForeignFile::whole).toList(),
                List.of(),
                List.of(),
                architecture,
                parent,
                note -> {});
    }

    /**
     * The same of files some of which hold a part of the network, and without some of the tensors.
     *
     * @param without names of those to leave out, {@code *} for any letters, such as those of a head that is not wanted
     * @param anew parts of the network, such as {@code discriminator}, of which the files have nothing and which are drawn
     * @param notes takes a line for each type that is converted, with the names, such as {@code F16 -> F32: all 9 tensors},
     *     and for each part that is drawn
     */
    public static Network load(
            List<ForeignFile> files,
            List<String> without,
            List<String> anew,
            Architecture architecture,
            NDManager parent,
            Consumer<String> notes) {
        Map<String, Shape> all = Outline.of(architecture).parameters();
        Map<String, Shape> expected = apart(all, anew);
        try (ForeignFiles opened = ForeignFiles.open(files, architecture)) {
            without.forEach(opened::leaveOut);
            ForeignFit fit = new ForeignFit(
                    expected, opened.tensors(), Spellings.of(architecture).values());
            List<String> differences = fit.differences();
            if (!differences.isEmpty()) {
                String names =
                        files.stream().map(file -> file.path().toString()).collect(Collectors.joining(", "));
                throw new CheckpointException(names + ": does not fit the network, " + differences.size()
                        + (differences.size() == 1 ? " difference" : " differences") + ":\n  "
                        + String.join("\n  ", differences)
                        + hint(expected.keySet(), opened.tensors().keySet()));
            }
            fit.conversions().forEach(notes);
            anew.forEach(part -> notes.accept(part + ": drawn anew, no file has it"));
            try (NDManager scope = parent.newSubManager()) {
                Map<String, Parameter> drawn = anew.isEmpty()
                        ? Map.of()
                        : Network.create(architecture, scope, 1).parameters();
                return Network.load(
                        architecture,
                        parent,
                        name -> HostMemory.array(
                                parent,
                                expected.containsKey(name)
                                        ? fit.values(name)
                                        : drawn.get(name).getArray().toFloatArray(),
                                all.get(name)));
            }
        }
    }

    /** All parameters but those of the parts that are drawn. */
    private static Map<String, Shape> apart(Map<String, Shape> all, List<String> anew) {
        Map<String, Shape> rest = new LinkedHashMap<>(all);
        for (String part : anew) {
            if (!rest.keySet().removeIf(name -> name.startsWith(part + "."))) {
                throw new CheckpointException(
                        "--anew: must be a part of the network, got " + part + Nearest.hint(part, parts(all.keySet())));
            }
        }
        if (rest.isEmpty()) {
            throw new CheckpointException("--anew: must leave something to read, got " + anew);
        }
        return rest;
    }

    /** How to do without a part of which the files have nothing, where they have the rest. */
    private static String hint(Set<String> expected, Set<String> found) {
        Set<String> there = parts(found);
        List<String> lacking =
                parts(expected).stream().filter(part -> !there.contains(part)).toList();
        return lacking.size() == 1 && parts(expected).size() > 1
                ? "\nNo file has anything of " + lacking.get(0) + "; --anew " + lacking.get(0) + " draws it anew"
                : "";
    }

    private static Set<String> parts(Set<String> names) {
        return names.stream()
                .map(name -> name.replaceFirst("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same by the names of the network's own. */
    public static void write(Path file, Network network) {
        write(file, network, Spelling.OWN);
    }

    /**
     * Writes a network's weights as a library reads them.
     *
     * @throws CheckpointException if the library does not have the network, naming those that do, or the file cannot be
     *     written
     */
    public static void write(Path file, Network network, Architecture architecture, Style style) {
        Map<Style, Spelling> known = Spellings.of(architecture);
        Spelling spelling = known.get(style);
        if (spelling == null) {
            throw new CheckpointException("style: must be one of " + known.keySet() + " for "
                    + architecture.getClass().getSimpleName() + ", got " + style
                    + (known.isEmpty() ? "; without --style its own names are written" : ""));
        }
        write(file, network, spelling);
    }

    /** As PyTorch's {@code load_state_dict(strict=True)} wants them: with a counter beside the statistics of a norm. */
    private static void write(Path file, Network network, Spelling spelling) {
        try (NDManager scope = network.manager().newSubManager()) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            network.parameters().forEach((name, parameter) -> {
                NDArray array = parameter.getArray().duplicate();
                array.attach(scope);
                array = spelling.transposed(name) ? array.transpose().duplicate() : array;
                array = array.reshape(spelling.shape(name, array.getShape()));
                List<String> parts = spelling.names(name);
                for (int i = 0; i < parts.size(); i++) {
                    long rows = array.size(0) / parts.size();
                    tensors.put(
                            parts.get(i),
                            parts.size() == 1
                                    ? array
                                    : array.get(i * rows + ":" + (i + 1) * rows).duplicate());
                }
                String last = parts.get(0);
                if (last.endsWith("." + MEAN)) {
                    tensors.put(
                            last.substring(0, last.length() - MEAN.length()) + COUNTER,
                            HostMemory.array(scope, new long[] {0}, new Shape()));
                }
            });
            spelling.copies(network.parameters().keySet())
                    .forEach((second, name) -> tensors.put(second, tensors.get(name)));
            spelling.constants().forEach((name, make) -> tensors.put(name, make.apply(scope)));
            Safetensors.write(file, tensors, Map.of("format", "pt"));
        }
    }
}
