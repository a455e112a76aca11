package io.bestiary.datasets.series;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Sha256;
import java.io.IOException;
import java.nio.file.Path;

/** The hash of one file, of what it holds where it is packed. */
final class FileHash {

    private FileHash() {}

    static String of(Path file) {
        try {
            return file.toString().endsWith(".gz") ? Sha256.ofUnpacked(file) : Sha256.of(file);
        } catch (IOException e) {
            throw new DataException(file + ": must be readable, found " + e.getMessage(), e);
        }
    }
}
