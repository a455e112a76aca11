package io.bestiary.zoo.nn;

import ai.djl.ndarray.types.Shape;

/**
 * What a block computes.
 *
 * @param kind what tables call it
 * @param output the shape of what comes out, which training keeps
 * @param multiplications of two numbers whose results are added up
 */
public record Work(String kind, Shape output, long multiplications) {}
