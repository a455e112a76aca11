package io.bestiary.inference.batch;

import io.bestiary.datasets.DataException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * One input of a batch job.
 *
 * @param id what the answer is written beside: the input's own, or its place
 * @param place where it stands: a file, and a line of it where it has several
 * @param read reads it; throws where it cannot be read, with a message that begins with the place
 */
public record InputItem<I>(String id, String place, Supplier<I> read) {

    /** An input that is a file, whose reader says which. */
    static <I> InputItem<I> of(Path file, Supplier<I> read) {
        return new InputItem<>(file.toString(), file.toString(), read);
    }

    /** An input whose reader does not know where it stands. */
    static <I> InputItem<I> of(String id, String place, Supplier<I> read) {
        return new InputItem<>(id, place, () -> at(place, read));
    }

    /** An input that is known to be bad. */
    static <I> InputItem<I> bad(String place, DataException reason) {
        return of(place, place, () -> {
            throw reason;
        });
    }

    /** Reads something, and puts the place before what is wrong with it. */
    static <I> I at(String place, Supplier<I> read) {
        try {
            return read.get();
        } catch (DataException e) {
            throw new DataException(place + ": " + e.getMessage(), e);
        }
    }
}
