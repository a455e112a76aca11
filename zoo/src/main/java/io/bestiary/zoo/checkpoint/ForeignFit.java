package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.spelling.Spelling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** How the tensors of other tools become the parameters of a network, and all in which they differ. */
final class ForeignFit {
    /** Buffers that tools save and nothing computes with, or that follow from the sizes. */
    private static final Pattern BUFFERS = Pattern.compile("(.*\\.)?(num_batches_tracked|attn\\.bias|attn\\.masked_bias"
            + "|position_ids|rotary_emb\\.inv_freq|relative_position_index|attn_mask)");
    /** What BART adds to its logits, which nothing trains. */
    private static final String ADDED = "final_logits_bias";
    /** What stands before the names of an encoder where a head is beside it. */
    private static final List<String> PREFIXES =
            List.of("model.", "transformer.", "bert.", "roberta.", "distilbert.", "encoder.");
    /** Layers that the first code of GPT-2 wrote as (in, out). */
    private static final Pattern FIRST_GPT = Pattern.compile(".*\\.(c_attn|c_proj|c_fc)\\.weight");

    private static final String OURS = "F32";
    private static final int MOST_NAMED = 20;

    private final Map<String, Shape> expected;
    private final Map<String, ForeignTensor> found;
    private final Map<String, List<String>> names = new LinkedHashMap<>();
    private final boolean inOut;

    ForeignFit(Map<String, Shape> expected, Map<String, ForeignTensor> found, Iterable<Spelling> spellings) {
        this.expected = expected;
        this.found = found;
        List<Spelling> all = new ArrayList<>(List.of(Spelling.OWN));
        spellings.forEach(all::add);
        int most = -1;
        for (Spelling spelling : all) {
            for (String prefix : prefixes()) {
                Map<String, List<String>> spelled = new LinkedHashMap<>();
                expected.keySet().forEach(name -> spelled.put(name, spelled(spelling, prefix, name)));
                int hits = (int) spelled.values().stream()
                        .filter(parts -> found.keySet().containsAll(parts))
                        .count();
                if (hits > most) {
                    most = hits;
                    names.clear();
                    names.putAll(spelled);
                }
            }
        }
        this.inOut = names.entrySet().stream()
                .anyMatch(entry -> entry.getKey().endsWith(".c_attn.weight")
                        && found.containsKey(entry.getValue().get(0))
                        && isTransposed(found.get(entry.getValue().get(0)).shape(), expected.get(entry.getKey())));
    }

    /** Nothing, or what is to be put before a name, or after a minus what is to be taken off. */
    private static List<String> prefixes() {
        List<String> all = new ArrayList<>(List.of(""));
        PREFIXES.forEach(prefix -> all.addAll(List.of(prefix, "-" + prefix)));
        return all;
    }

    private List<String> spelled(Spelling spelling, String prefix, String name) {
        return spelling.names(name).stream()
                .map(one -> prefix.startsWith("-")
                        ? one.startsWith(prefix.substring(1)) ? one.substring(prefix.length() - 1) : one
                        : prefix + one)
                .map(this::old)
                .toList();
    }

    /** Old files of BERT say gamma and beta; those of DenseNet write norm.1 for norm1. */
    private String old(String name) {
        if (found.containsKey(name)) {
            return name;
        }
        for (String older : List.of(
                name.replaceFirst("LayerNorm\\.weight$", "LayerNorm.gamma"),
                name.replaceFirst("LayerNorm\\.bias$", "LayerNorm.beta"),
                name.replaceFirst("\\.(norm|conv)([12])\\.", ".$1.$2."))) {
            if (found.containsKey(older)) {
                return older;
            }
        }
        return name;
    }

    /** Everything that is missing, not in the network, of another shape or type, or transposed; with the nearest names. */
    List<String> differences() {
        Set<String> unused = new LinkedHashSet<>(found.keySet());
        names.values().forEach(unused::removeAll);
        unused.removeIf(
                name -> BUFFERS.matcher(name).matches() || isNothing(found.get(name)) || isCopy(found.get(name)));
        Set<String> missing = new LinkedHashSet<>();
        List<String> differences = new ArrayList<>();
        names.forEach((name, parts) -> {
            Shape shape = expected.get(name);
            for (String part : parts) {
                if (!found.containsKey(part)) {
                    missing.add(part);
                    differences.add(part + (part.equals(name) ? "" : " (" + name + ")") + ": must be "
                            + (parts.size() == 1 ? shape : "a part of " + shape) + ", is missing"
                            + Nearest.hint(part, unused));
                    return;
                }
            }
            check(name, parts, shape).ifPresent(differences::add);
        });
        unused.forEach(name -> differences.add(name + ": is not in the network" + Nearest.hint(name, missing)));
        return differences;
    }

    private java.util.Optional<String> check(String name, List<String> parts, Shape shape) {
        ForeignTensor first = found.get(parts.get(0));
        boolean floats = parts.stream().allMatch(part -> found.get(part).isFloat());
        if (floats && fits(name, parts, shape)) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(
                first.name() + ": must be " + shape + " of F16, BF16, F32 or F64, got " + first.shape() + " of "
                        + first.dtype() + (isTransposed(first.shape(), shape) ? ", which is transposed" : ""));
    }

    private boolean fits(String name, List<String> parts, Shape shape) {
        Shape first = found.get(parts.get(0)).shape();
        if (parts.size() > 1) {
            long rows = parts.stream()
                    .mapToLong(part -> found.get(part).shape().get(0))
                    .sum();
            return rows == shape.get(0)
                    && parts.stream()
                            .allMatch(part -> found.get(part).shape().slice(1).equals(shape.slice(1)));
        }
        return first.equals(shape) || (turned(name) && isTransposed(first, shape)) || sameInOrder(first, shape);
    }

    private boolean turned(String name) {
        return inOut && FIRST_GPT.matcher(name).matches();
    }

    /** Axes of length 1 apart, or a convolution over all places for a linear layer. */
    private static boolean sameInOrder(Shape found, Shape expected) {
        return Arrays.equals(longer(found), longer(expected))
                || (found.dimension() == 4
                        && expected.dimension() == 2
                        && found.get(0) == expected.get(0)
                        && found.size() == expected.size());
    }

    private static long[] longer(Shape shape) {
        return Arrays.stream(shape.getShape()).filter(side -> side != 1).toArray();
    }

    private static boolean isTransposed(Shape found, Shape expected) {
        return found.dimension() == 2
                && expected.dimension() == 2
                && found.get(0) == expected.get(1)
                && found.get(1) == expected.get(0);
    }

    private static boolean isNothing(ForeignTensor tensor) {
        if (!tensor.name().equals(ADDED) || !tensor.isFloat()) {
            return false;
        }
        for (float value : tensor.values()) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** A tied parameter that is saved under its second name, too. */
    private boolean isCopy(ForeignTensor tensor) {
        return tensor.isFloat()
                && names.values().stream()
                        .filter(parts -> parts.size() == 1 && found.containsKey(parts.get(0)))
                        .map(parts -> found.get(parts.get(0)))
                        .anyMatch(used -> used.shape().equals(tensor.shape())
                                && used.isFloat()
                                && Arrays.equals(used.values(), tensor.values()));
    }

    /** What the network's numbers were before they became F32, a line for each type. */
    List<String> conversions() {
        Map<String, List<String>> byType = new TreeMap<>();
        names.values().stream()
                .flatMap(List::stream)
                .map(found::get)
                .filter(tensor -> !tensor.dtype().equals(OURS))
                .forEach(tensor -> byType.computeIfAbsent(tensor.dtype(), type -> new ArrayList<>())
                        .add(tensor.name()));
        long all = names.values().stream().mapToLong(List::size).sum();
        return byType.entrySet().stream()
                .map(entry -> entry.getKey() + " -> " + OURS + ": "
                        + (entry.getValue().size() == all
                                ? "all " + all + " tensors"
                                : entry.getValue().size() + " of " + all + " tensors, " + shortened(entry.getValue())))
                .toList();
    }

    private static String shortened(List<String> names) {
        int most = Math.min(names.size(), MOST_NAMED);
        return String.join(", ", names.subList(0, most))
                + (most < names.size() ? " and " + (names.size() - most) + " more" : "");
    }

    /** The values of one of the network's parameters. */
    float[] values(String name) {
        List<String> parts = names.get(name);
        ForeignTensor first = found.get(parts.get(0));
        if (parts.size() == 1) {
            return turned(name) ? turn(first.values(), first.shape()) : first.values();
        }
        float[] values = new float[Math.toIntExact(expected.get(name).size())];
        int at = 0;
        for (String part : parts) {
            float[] each = found.get(part).values();
            System.arraycopy(each, 0, values, at, each.length);
            at += each.length;
        }
        return values;
    }

    /** A matrix (rows, columns) as (columns, rows). */
    static float[] turn(float[] values, Shape shape) {
        int rows = Math.toIntExact(shape.get(0));
        int columns = Math.toIntExact(shape.get(1));
        float[] turned = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            turned[i % columns * rows + i / columns] = values[i];
        }
        return turned;
    }
}
