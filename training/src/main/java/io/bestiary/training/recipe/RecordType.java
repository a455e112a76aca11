package io.bestiary.training.recipe;

import io.bestiary.zoo.nn.Hyperparameters;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/** A record class as a recipe sees it: keys in snake case, types, defaults. */
final class RecordType {
    private final Class<?> type;
    private final RecordComponent[] components;
    private final List<String> keys;

    RecordType(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        this.keys = Arrays.stream(components)
                .map(component -> Hyperparameters.snakeCase(component.getName()))
                .toList();
    }

    List<String> keys() {
        return keys;
    }

    Type typeOf(int index) {
        return components[index].getGenericType();
    }

    Object get(Object instance, int index) {
        try {
            Method accessor = components[index].getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(instance);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be read", e);
        }
    }

    /** The constant {@code DEFAULTS} of the record's own type, or null where it has none. */
    Object defaults() {
        try {
            Field field = type.getDeclaredField("DEFAULTS");
            field.setAccessible(true);
            return type.isInstance(field.get(null)) ? field.get(null) : null;
        } catch (NoSuchFieldException e) {
            return null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(type.getName() + " cannot be read", e);
        }
    }

    /**
     * Calls the canonical constructor.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    Object create(Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(type.getName() + " cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }

    /** {@code List} of {@code List<Integer>}. */
    static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type);
    }

    /** {@code Integer} of {@code List<Integer>}. */
    static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
