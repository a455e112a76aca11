package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;

/**
 * One tensor of a safetensors file.
 *
 * @param dtype element type as the file spells it, such as {@code F32} or {@code BF16}
 * @param shape shape, row-major
 * @param file the file that holds it
 * @param offset of its first byte in the file
 * @param length in bytes
 */
public record TensorInfo(String dtype, Shape shape, Path file, long offset, long length) {}
