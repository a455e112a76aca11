package io.bestiary.datasets;

import java.util.Objects;

/**
 * The three parts of a data set; no example is in two of them.
 *
 * @param train what the network and the preprocessor learn from
 * @param validation what chooses between epochs; empty where none was asked for
 * @param test what the result is measured on
 */
public record Splits<E>(Dataset<E> train, Dataset<E> validation, Dataset<E> test) {

    public Splits {
        Objects.requireNonNull(train);
        Objects.requireNonNull(validation);
        Objects.requireNonNull(test);
    }
}
