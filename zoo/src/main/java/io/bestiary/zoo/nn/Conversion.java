package io.bestiary.zoo.nn;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Between the components of a record and the values that JSON and YAML know. */
final class Conversion {

    private Conversion() {}

    /** Numbers, truth values and text as they are, constants in lower case, lists of these. */
    static Object toPlain(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        return value instanceof Collection<?> many
                ? many.stream().map(Conversion::toPlain).toList()
                : value;
    }

    /**
     * The value as a component of the given type takes it; nothing is rounded or parsed on the way.
     *
     * @throws IllegalArgumentException {@code name: rule, got value}
     */
    static Object fromPlain(String name, Type type, Object value) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            if (!(value instanceof Collection<?> many)) {
                throw mismatch(name, "a list", value);
            }
            Type element = list.getActualTypeArguments()[0];
            return many.stream().map(each -> fromPlain(name, element, each)).toList();
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return constant(name, plain, value);
        }
        if (plain == int.class || plain == Integer.class) {
            return whole(value)
                    .filter(number -> number.intValue() == number)
                    .map(Long::intValue)
                    .orElseThrow(() -> mismatch(name, "a whole number", value));
        }
        if (plain == long.class || plain == Long.class) {
            return whole(value).orElseThrow(() -> mismatch(name, "a whole number", value));
        }
        if ((plain == double.class || plain == Double.class) && value instanceof Number number) {
            return number.doubleValue();
        }
        if ((plain == float.class || plain == Float.class) && value instanceof Number number) {
            return number.floatValue();
        }
        if ((plain == boolean.class || plain == Boolean.class) && value instanceof Boolean) {
            return value;
        }
        if (plain == String.class && value instanceof String) {
            return value;
        }
        throw mismatch(name, kind(plain), value);
    }

    private static Object constant(String name, Class<?> type, Object value) {
        List<String> known = Arrays.stream(type.getEnumConstants())
                .map(each -> (String) toPlain(each))
                .toList();
        int place = value instanceof String text ? known.indexOf(text) : -1;
        if (place < 0) {
            throw new IllegalArgumentException(
                    name + ": must be one of " + known + ", got " + value + Nearest.hint(String.valueOf(value), known));
        }
        return type.getEnumConstants()[place];
    }

    private static Optional<Long> whole(Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte
                ? Optional.of(((Number) value).longValue())
                : Optional.empty();
    }

    private static String kind(Class<?> type) {
        if (type == String.class) {
            return "text";
        }
        return type == boolean.class || type == Boolean.class ? "true or false" : "a number";
    }

    private static IllegalArgumentException mismatch(String name, String kind, Object value) {
        return new IllegalArgumentException(name + ": must be " + kind + ", got " + value);
    }
}
