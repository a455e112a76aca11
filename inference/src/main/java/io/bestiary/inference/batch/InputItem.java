package io.bestiary.inference.batch;

import java.util.function.Supplier;

/**
 * One input of a batch job.
 *
 * @param id what the answer is written beside, such as a path
 * @param read reads it; throws where it cannot be read
 */
public record InputItem<I>(String id, Supplier<I> read) {}
