package io.bestiary.zoo.nn;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The components of an architecture: checked against their {@link Hyperparameter} annotations, read and replaced by name. */
public final class Hyperparameters {

    private Hyperparameters() {}

    /**
     * Checks every component; to be called from a record's compact constructor with all components in their order.
     *
     * @throws IllegalArgumentException naming the first component out of range, its rule and the value received
     */
    public static void check(Class<? extends Record> type, Object... values) {
        RecordComponent[] components = type.getRecordComponents();
        if (components.length != values.length) {
            throw new IllegalStateException(
                    type.getSimpleName() + " has " + components.length + " components, got " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            check(components[i], values[i]);
        }
    }

    private static void check(RecordComponent component, Object value) {
        String name = snakeCase(component.getName());
        if (value == null) {
            throw new IllegalArgumentException(name + ": must be given, got nothing");
        }
        Hyperparameter rule = component.getAnnotation(Hyperparameter.class);
        if (rule == null) {
            return;
        }
        Collection<?> elements = value instanceof Collection<?> many ? many : List.of(value);
        for (Object element : elements) {
            if (element instanceof Number number
                    && !(number.doubleValue() >= rule.min() && number.doubleValue() <= rule.max())) {
                throw new IllegalArgumentException(name + ": must be " + range(rule) + ", got " + value);
            }
        }
    }

    /**
     * The hyperparameters of an architecture by their names in recipes and files, in the order of the record, as JSON
     * knows values: numbers, text, constants in lower case, lists.
     */
    public static Map<String, Object> values(Architecture architecture) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : components(architecture)) {
            values.put(snakeCase(component.getName()), Conversion.toPlain(value(component, architecture)));
        }
        return Collections.unmodifiableMap(values);
    }

    /**
     * A copy of an architecture with some hyperparameters replaced.
     *
     * @param overrides values of the kinds that {@link #values} gives
     * @throws IllegalArgumentException naming the first that is unknown, of another type or out of range, its rule and the
     *     value received
     */
    public static <A extends Architecture> A with(A base, Map<String, ?> overrides) {
        RecordComponent[] components = components(base);
        List<String> names = Arrays.stream(components)
                .map(component -> snakeCase(component.getName()))
                .toList();
        for (String name : overrides.keySet()) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(name + ": must be one of " + names + ", the hyperparameters of "
                        + base.getClass().getSimpleName() + Nearest.hint(name, names));
            }
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String name = names.get(i);
            values[i] = overrides.containsKey(name)
                    ? Conversion.fromPlain(name, components[i].getGenericType(), overrides.get(name))
                    : value(components[i], base);
        }
        return construct(base, components, values);
    }

    @SuppressWarnings("unchecked") // a constructor of the class of base makes what base is
    private static <A extends Architecture> A construct(A base, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return (A) base.getClass().getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException refused ? refused : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(base.getClass().getName() + " must be a public record", e);
        }
    }

    private static Object value(RecordComponent component, Architecture architecture) {
        try {
            return component.getAccessor().invoke(architecture);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(architecture.getClass().getName() + " must be a public record", e);
        }
    }

    private static RecordComponent[] components(Architecture architecture) {
        if (!architecture.getClass().isRecord()) {
            throw new IllegalStateException(architecture.getClass().getName() + " must be a public record");
        }
        return architecture.getClass().getRecordComponents();
    }

    /** The allowed range in words, such as {@code at least 1}, or an empty string where every value is allowed. */
    public static String range(Hyperparameter rule) {
        boolean low = Double.isFinite(rule.min());
        boolean high = Double.isFinite(rule.max());
        if (low && high) {
            return "between " + plain(rule.min()) + " and " + plain(rule.max());
        }
        return low ? "at least " + plain(rule.min()) : high ? "at most " + plain(rule.max()) : "";
    }

    /** The spelling of a component in recipes and files: {@code imageSize} becomes {@code image_size}. */
    public static String snakeCase(String camelCase) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            if (Character.isUpperCase(c)) {
                text.append('_');
            }
            text.append(Character.toLowerCase(c));
        }
        return text.toString();
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }
}
