package io.bestiary.zoo.nn;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Checks the components of an architecture against their {@link Hyperparameter} annotations. */
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

    /** The hyperparameters of an architecture by their names in recipes and files, as JSON knows values. */
    public static Map<String, Object> values(Architecture architecture) {
        throw new UnsupportedOperationException("to come");
    }

    /** A copy of an architecture with some hyperparameters replaced. */
    public static <A extends Architecture> A with(A base, Map<String, ?> overrides) {
        throw new UnsupportedOperationException("to come");
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
