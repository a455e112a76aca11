package io.bestiary.training.recipe;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The records that the key {@code name} chooses from, for each type that has several; names are listed in the order in
 * which they were added.
 */
public final class Choices {
    private final Map<Class<?>, Map<String, Class<?>>> types = new LinkedHashMap<>();

    /**
     * Adds a name.
     *
     * @param type the record; several names may stand for one, whose component {@code name} then receives the name
     * @throws IllegalArgumentException if the type is not a record, the name is taken or nothing tells two names apart
     */
    public <T> Choices add(Class<T> base, String name, Class<? extends T> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(name + ": must be a record, got " + type.getName());
        }
        Map<String, Class<?>> names = types.computeIfAbsent(base, b -> new LinkedHashMap<>());
        Class<?> taken = names.putIfAbsent(name, type);
        if (taken != null) {
            throw new IllegalArgumentException(name + ": must be added once, is " + taken.getName());
        }
        if (names.values().stream().filter(type::equals).count() > 1
                && !new RecordType(type).keys().contains(Section.NAME)) {
            throw new IllegalArgumentException(
                    name + ": must have a record of its own or one with a component name, got " + type.getName());
        }
        return this;
    }

    boolean has(Class<?> base) {
        return types.containsKey(base);
    }

    Set<String> names(Class<?> base) {
        return Collections.unmodifiableSet(types.get(base).keySet());
    }

    /** Null where there is no such name. */
    Class<?> find(Class<?> base, String name) {
        return types.get(base).get(name);
    }

    /** The first name of a record under any base. */
    Optional<String> nameOf(Class<?> type) {
        return types.values().stream()
                .flatMap(names -> names.entrySet().stream())
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
