package io.bestiary.zoo;

import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Paper;
import java.util.function.Supplier;

/**
 * A registered preset.
 *
 * @param name what recipes call it
 * @param preset makes the architecture with its published hyperparameters
 */
public record ZooEntry(String name, Supplier<Architecture> preset) {

    public ZooEntry {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("name: must be lower case letters, digits and _, got " + name);
        }
    }

    public Architecture architecture() {
        return preset.get();
    }

    public Family family() {
        return Family.of(architecture().getClass());
    }

    public Paper paper() {
        return architecture().getClass().getAnnotation(Paper.class);
    }
}
