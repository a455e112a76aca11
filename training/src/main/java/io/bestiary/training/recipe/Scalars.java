package io.bestiary.training.recipe;

import io.bestiary.training.recipe.Value.Scalar;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads single values strictly.
 *
 * <p>YAML 1.1 itself would take {@code 1e-3} for a text, {@code no} for false and {@code 010} for eight.
 */
final class Scalars {
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*+(_[0-9]++)*+)");
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]++(\\.[0-9]*+)?|\\.[0-9]++)([eE][-+]?[0-9]++)?");
    private static final int LONGEST_NUMBER = 400;

    private Scalars() {}

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException with the rule and the value received
     */
    static Object read(Class<?> type, Value value) {
        if (type == String.class) {
            return text(value, "a text");
        } else if (type == int.class || type == Integer.class) {
            return (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (type == long.class || type == Long.class) {
            return whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (type == double.class || type == Double.class) {
            return Double.parseDouble(finite(value, Double.MAX_VALUE));
        } else if (type == float.class || type == Float.class) {
            return Float.parseFloat(finite(value, Float.MAX_VALUE));
        } else if (type == boolean.class || type == Boolean.class) {
            return truth(value);
        } else if (type == Path.class) {
            return path(value);
        } else if (type.isEnum()) {
            return constant(type, value);
        }
        throw new IllegalStateException("recipes cannot hold a " + type.getName());
    }

    static boolean isNumber(String text) {
        return text.length() <= LONGEST_NUMBER
                && (WHOLE.matcher(text).matches() || NUMBER.matcher(text).matches());
    }

    static boolean isBoolean(String text) {
        return text.equals("true") || text.equals("false");
    }

    /** How recipes spell a constant: lower case with hyphens. */
    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static IllegalArgumentException refusal(String rule, Value value) {
        return new IllegalArgumentException("must be " + rule + ", got " + value.shown());
    }

    private static String text(Value value, String rule) {
        if (value instanceof Scalar scalar && !scalar.isNothing()) {
            return scalar.text();
        }
        throw refusal(rule, value);
    }

    private static long whole(Value value, long min, long max) {
        if (!(value instanceof Scalar scalar
                && scalar.plain()
                && isNumber(scalar.text())
                && WHOLE.matcher(scalar.text()).matches())) {
            throw refusal("a whole number", value);
        }
        BigInteger number = new BigInteger(scalar.text().replace("_", ""));
        if (number.compareTo(BigInteger.valueOf(min)) < 0 || number.compareTo(BigInteger.valueOf(max)) > 0) {
            throw refusal("between " + min + " and " + max, value);
        }
        return number.longValue();
    }

    /** The digits of a number that is not too large; one type must not be rounded by way of the other. */
    private static String finite(Value value, double max) {
        if (!(value instanceof Scalar scalar && scalar.plain() && isNumber(scalar.text()))) {
            throw refusal("a number", value);
        }
        String digits = scalar.text().replace("_", "");
        if (Math.abs(Double.parseDouble(digits)) > max) {
            throw refusal("between " + -max + " and " + max, value);
        }
        return digits;
    }

    private static boolean truth(Value value) {
        if (value instanceof Scalar scalar && scalar.plain() && isBoolean(scalar.text())) {
            return Boolean.parseBoolean(scalar.text());
        }
        throw refusal("true or false", value);
    }

    private static Path path(Value value) {
        String text = text(value, "a path");
        boolean inHome = text.equals("~") || text.startsWith("~/");
        try {
            if (!text.isBlank()) {
                return Path.of(inHome ? System.getProperty("user.home") + text.substring(1) : text);
            }
        } catch (InvalidPathException e) {
            // Refused below, in our words.
        }
        throw refusal("a path", value);
    }

    private static Object constant(Class<?> type, Value value) {
        Map<String, Object> allowed = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            allowed.put(spelling((Enum<?>) constant), constant);
        }
        String given = text(value, "a word");
        Object constant = allowed.get(given.replace('_', '-'));
        if (constant == null) {
            throw new IllegalArgumentException(
                    "unknown value " + value.shown() + Spelling.hint(given, allowed.keySet()));
        }
        return constant;
    }
}
