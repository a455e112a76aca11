package io.bestiary.training.cli;

import io.bestiary.datasets.DataFolders;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where data sets are looked for. */
final class DataOptions {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Folder of data sets by name; otherwise BESTIARY_DATA, then the user's cache folder.")
    private Path folder;

    DataFolders folders() {
        return DataFolders.of(folder);
    }
}
