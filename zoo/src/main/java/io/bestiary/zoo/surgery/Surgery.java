package io.bestiary.zoo.surgery;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageGeneration;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A trained network for other sizes than those it was trained for: another number of classes, other channels of the
 * picture, more tokens or more positions, or another head. What need not change is kept to the bit.
 */
public final class Surgery {
    private static final String CLASSES = "classes";
    private static final String CHANNELS = "channels";
    private static final String CONTEXT = "context";
    private static final String VOCABULARY = "vocabulary";

    private final Map<String, Object> before;
    private final Map<String, Object> after;
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, String> sources = new HashMap<>();

    /** What was done to a parameter. */
    public enum Kind {
        /** It starts anew, as in a network that was never trained. */
        RESET,
        /** The same, and it was not in the trained network: it belongs to another head. */
        NEW,
        /** It is not in the new network: it belonged to another head. */
        DROPPED,
        /** Its channels were summed or repeated. */
        CHANNELS,
        /** Its rows were kept, and new ones put after them. */
        GROWN
    }

    /**
     * One parameter that is not as it was.
     *
     * @param before its shape in the trained network, without axes if it was not there
     * @param after its shape now, without axes if it is not there
     */
    public record Change(String parameter, Kind kind, Shape before, Shape after) {

        /** Such as {@code fc.weight reset, (10, 64) to (7, 64)}. */
        @Override
        public String toString() {
            return parameter + " " + kind.name().toLowerCase(Locale.ROOT) + ", "
                    + switch (kind) {
                        case NEW -> after;
                        case DROPPED -> before;
                        case RESET, CHANNELS, GROWN -> before + " to " + after;
                    };
        }
    }

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
        Surgery surgery = plan(before, after);
        Map<String, Shape> shapes = Outline.of(after).parameters();
        Map<String, Kind> kinds = new HashMap<>();
        surgery.changes.forEach(change -> kinds.put(change.parameter(), change.kind()));
        try (NDManager scope = parent.newSubManager();
                Network fresh = Network.create(after, scope, seed)) {
            Map<String, float[]> values = new LinkedHashMap<>();
            shapes.forEach((name, shape) -> {
                float[] start = fresh.parameters().get(name).getArray().toFloatArray();
                String source = surgery.sources.get(name);
                values.put(
                        name,
                        source == null
                                ? start
                                : value(
                                        kinds.get(name),
                                        trained.parameters().get(source).getArray(),
                                        shape,
                                        start));
            });
            Network network =
                    Network.load(after, parent, name -> HostMemory.array(parent, values.get(name), shapes.get(name)));
            return new Result(network, List.copyOf(surgery.changes));
        }
    }

    /**
     * What {@link #fit} would change; no engine starts.
     *
     * @throws SurgeryException naming the first parameter that neither fits nor can be made to
     */
    public static List<Change> changes(Architecture before, Architecture after) {
        return List.copyOf(plan(before, after).changes);
    }

    private static Surgery plan(Architecture before, Architecture after) {
        if (before.getClass() != after.getClass()) {
            throw new SurgeryException("network: must be a " + after.getClass().getSimpleName() + ", got a "
                    + before.getClass().getSimpleName());
        }
        Surgery surgery = new Surgery(before, after);
        surgery.refuseOtherChannelsDrawn(before);
        Body trained = Body.of(before, after);
        Body made = Body.of(after, before);
        surgery.leave(Outline.of(before).parameters(), trained, made);
        surgery.take(Outline.of(before).parameters(), Outline.of(after).parameters(), trained, made);
        return surgery;
    }

    /** What is drawn, or forecast, has the channels of what was learned. */
    private void refuseOtherChannelsDrawn(Architecture trained) {
        Object channels = after.get(CHANNELS);
        if (!Objects.equals(before.get(CHANNELS), channels)) {
            Architecture other = Hyperparameters.with(trained, Map.of(CHANNELS, channels));
            if (trained instanceof ImageGeneration
                    || !Outline.of(other).output().equals(Outline.of(trained).output())) {
                throw new SurgeryException("channels: must stay " + before.get(CHANNELS)
                        + " in a network that gives them out again, got " + channels);
            }
        }
    }

    /** Finds what has no place in the new network, as its head has it not. */
    private void leave(Map<String, Shape> found, Body trained, Body made) {
        Map<String, Shape> left = new LinkedHashMap<>(found);
        trained.names().forEach((bare, name) -> {
            if (!made.possible().contains(bare)) {
                throw new SurgeryException(name + ": must have a place in the new network, has none");
            }
            if (made.names().containsKey(bare)) {
                left.remove(name);
            }
        });
        left.forEach((name, shape) -> changes.add(new Change(name, Kind.DROPPED, shape, new Shape())));
    }

    private void take(Map<String, Shape> found, Map<String, Shape> wanted, Body trained, Body made) {
        made.names().forEach((bare, name) -> {
            if (!trained.possible().contains(bare)) {
                throw new SurgeryException(name + ": must be in the trained network, is not");
            }
            if (trained.names().containsKey(bare)) {
                sources.put(name, trained.names().get(bare));
            }
        });
        wanted.forEach((name, shape) -> {
            Shape own = found.get(sources.get(name));
            if (own == null) {
                changes.add(new Change(name, Kind.NEW, new Shape(), shape));
            } else if (!own.equals(shape)) {
                changes.add(new Change(name, kind(name, own, shape), own, shape));
            }
        });
    }

    private static float[] value(Kind kind, NDArray found, Shape wanted, float[] fresh) {
        float[] values = found.toFloatArray();
        if (kind == null) {
            return values;
        }
        return switch (kind) {
            case RESET, NEW, DROPPED -> fresh;
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
            if (found.dimension() > 1
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
