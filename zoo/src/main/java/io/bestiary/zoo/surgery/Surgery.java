package io.bestiary.zoo.surgery;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained network for other sizes than those it was trained for: another number of classes, other channels of the
 * picture, more tokens or more positions. What need not change is kept to the bit.
 */
public final class Surgery {
    private static final String CLASSES = "classes";
    private static final String CHANNELS = "channels";
    private static final String CONTEXT = "context";
    private static final String VOCABULARY = "vocabulary";

    private final Map<String, Object> before;
    private final Map<String, Object> after;
    private final List<Change> changes = new ArrayList<>();

    /** What was done to a parameter. */
    public enum Kind {
        /** It starts anew, as in a network that was never trained. */
        RESET,
        /** Its channels were summed or repeated. */
        CHANNELS,
        /** Its rows were kept, and new ones put after them. */
        GROWN
    }

    /**
     * One parameter that is not as it was.
     *
     * @param before its shape in the trained network
     * @param after its shape now
     */
    public record Change(String parameter, Kind kind, Shape before, Shape after) {}

    /** The new network, which the caller closes, and what is different in it. */
    public record Result(Network network, List<Change> changes) {}

    private Surgery(Architecture before, Architecture after) {
        this.before = Hyperparameters.values(before);
        this.after = Hyperparameters.values(after);
    }

    /**
     * Makes a network of other sizes from a trained one.
     *
     * @param trained of the architecture {@code before}; not changed
     * @param parent names the engine and the device, and closes the new network with itself
     * @param seed of what starts anew
     * @throws SurgeryException naming the first parameter that neither fits nor can be made to
     */
    public static Result fit(Network trained, Architecture before, Architecture after, NDManager parent, long seed) {
        List<Change> changes = changes(before, after);
        Map<String, Shape> shapes = Outline.of(after).parameters();
        Map<String, Kind> kinds = new HashMap<>();
        changes.forEach(change -> kinds.put(change.parameter(), change.kind()));
        try (NDManager scope = parent.newSubManager();
                Network fresh = Network.create(after, scope, seed)) {
            Map<String, float[]> values = new LinkedHashMap<>();
            shapes.forEach((name, shape) -> {
                float[] start = fresh.parameters().get(name).getArray().toFloatArray();
                NDArray own = trained.parameters().get(name).getArray();
                values.put(
                        name, kinds.containsKey(name) ? value(kinds.get(name), own, shape, start) : own.toFloatArray());
            });
            Network network =
                    Network.load(after, parent, name -> HostMemory.array(parent, values.get(name), shapes.get(name)));
            return new Result(network, changes);
        }
    }

    /**
     * What {@link #fit} would change; no engine starts.
     *
     * @throws SurgeryException naming the first parameter that neither fits nor can be made to
     */
    public static List<Change> changes(Architecture before, Architecture after) {
        if (before.getClass() != after.getClass()) {
            throw new SurgeryException("network: must be a " + after.getClass().getSimpleName() + ", got a "
                    + before.getClass().getSimpleName());
        }
        Map<String, Shape> found = Outline.of(before).parameters();
        Map<String, Shape> wanted = Outline.of(after).parameters();
        Surgery surgery = new Surgery(before, after);
        found.keySet().stream()
                .filter(name -> !wanted.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new SurgeryException(name + ": must have a place in the new network, has none");
                });
        wanted.forEach((name, shape) -> {
            if (!found.containsKey(name)) {
                throw new SurgeryException(name + ": must be in the trained network, is not");
            }
            if (!found.get(name).equals(shape)) {
                Kind kind = surgery.kind(name, found.get(name), shape);
                surgery.changes.add(new Change(name, kind, found.get(name), shape));
            }
        });
        return List.copyOf(surgery.changes);
    }

    private static float[] value(Kind kind, NDArray found, Shape wanted, float[] fresh) {
        float[] values = found.toFloatArray();
        return switch (kind) {
            case RESET -> fresh;
            case CHANNELS -> Channels.adapt(values, found.getShape(), Math.toIntExact(wanted.get(1)));
            case GROWN -> {
                System.arraycopy(values, 0, fresh, 0, values.length);
                yield fresh;
            }
        };
    }

    private Kind kind(String name, Shape found, Shape wanted) {
        if (found.dimension() == wanted.dimension() && found.dimension() > 0) {
            boolean rows = found.slice(1).equals(wanted.slice(1));
            if (rows && differ(CLASSES, found.get(0), wanted.get(0))) {
                return Kind.RESET;
            }
            boolean grown = rows && wanted.get(0) > found.get(0);
            if (grown && (growth(CONTEXT) == wanted.get(0) - found.get(0) || vocabularyGrows(found, wanted))) {
                return Kind.GROWN;
            }
            if (found.dimension() == 4
                    && found.get(0) == wanted.get(0)
                    && found.slice(2).equals(wanted.slice(2))
                    && differ(CHANNELS, found.get(1), wanted.get(1))) {
                return Kind.CHANNELS;
            }
        }
        throw new SurgeryException(name + ": must have shape " + wanted + " and cannot be made so, got " + found
                + "; classes and channels may differ, vocabulary and context may be larger");
    }

    private boolean differ(String hyperparameter, long found, long wanted) {
        return number(before, hyperparameter) == found && number(after, hyperparameter) == wanted;
    }

    private long growth(String hyperparameter) {
        return number(after, hyperparameter) - number(before, hyperparameter);
    }

    private boolean vocabularyGrows(Shape found, Shape wanted) {
        return before.keySet().stream()
                .filter(name -> name.endsWith(VOCABULARY))
                .anyMatch(name -> differ(name, found.get(0), wanted.get(0)));
    }

    private static long number(Map<String, Object> values, String name) {
        return values.get(name) instanceof Number number ? number.longValue() : -1;
    }
}
