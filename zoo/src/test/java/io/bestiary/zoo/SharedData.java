package io.bestiary.zoo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Data and weights that others made; tests are skipped where they are absent. */
final class SharedData {

    private SharedData() {}

    static Path file(String name) {
        String folder = System.getenv("BESTIARY_DATA");
        assumeTrue(folder != null && Files.exists(Path.of(folder, name)), "the data folder has no " + name);
        return Path.of(folder, name);
    }
}
