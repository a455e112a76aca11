package io.bestiary.datasets;

import java.util.List;
import java.util.Objects;

/** Examples by index, made when asked for; may be called from several threads at once. */
public interface Dataset<E> {

    int size();

    /**
     * Returns one example.
     *
     * @param index position in [0, size)
     * @throws IndexOutOfBoundsException if there is no such example
     * @throws DataException if the example cannot be read
     */
    E get(int index);

    /** The examples at the given indices, in their order, as a view. */
    default Dataset<E> select(int... indices) {
        int[] chosen = indices.clone();
        for (int index : chosen) {
            Objects.checkIndex(index, size());
        }
        Dataset<E> all = this;
        return new Dataset<>() {
            @Override
            public int size() {
                return chosen.length;
            }

            @Override
            public E get(int index) {
                return all.get(chosen[index]);
            }
        };
    }

    /** The examples of a list. */
    static <E> Dataset<E> of(List<E> examples) {
        List<E> copy = List.copyOf(examples);
        return new Dataset<>() {
            @Override
            public int size() {
                return copy.size();
            }

            @Override
            public E get(int index) {
                return copy.get(index);
            }
        };
    }
}
