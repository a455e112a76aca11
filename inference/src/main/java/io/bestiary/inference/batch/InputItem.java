package io.bestiary.inference.batch;

import io.bestiary.datasets.DataException;
import java.util.function.Supplier;

/**
 * One input of a batch job.
 *
 * @param id what the answer is written beside, such as a path
 * @param read reads it; throws where it cannot be read
 */
public record InputItem<I>(String id, Supplier<I> read) {

    /** An input of which messages say where it is. */
    static <I> InputItem<I> of(String id, String place, Supplier<I> read) {
        return new InputItem<>(id, () -> {
            try {
                return read.get();
            } catch (DataException e) {
                throw new DataException(place + ": " + e.getMessage(), e);
            }
        });
    }

    /** An input that is known to be bad. */
    static <I> InputItem<I> bad(String place, DataException reason) {
        return of(place, place, () -> {
            throw reason;
        });
    }
}
