package io.bestiary.datasets.text;

import io.bestiary.datasets.Catalog;
import io.bestiary.datasets.DataFolders;
import java.nio.file.Path;
import java.util.List;

/**
 * A public text. Tiny Shakespeare is one text whose last tenth is the test; the first names, one on each line, are divided
 * by chance, as the file is sorted by how frequent they are.
 *
 * @param name of the set
 * @param validation share of the rest that chooses between epochs; 0 for none
 */
public record NamedText(String name, double validation) implements TextSpec {
    static final List<String> NAMES = List.of("tinyshakespeare", "names");
    /** What a recipe need not say; the name it must. */
    public static final NamedText DEFAULTS = new NamedText(null, 0.05);

    private static final double TEST = 0.1;

    public NamedText {
        if (name != null && !NAMES.contains(name)) {
            throw new IllegalArgumentException("name: must be one of " + NAMES + ", got " + name);
        }
        new Shares(validation, TEST);
    }

    @Override
    public TextData open(DataFolders folders) {
        Path folder = folders.open(Catalog.find(name));
        return name.equals("names")
                ? TextLines.open(
                        new TextFile(folder.resolve("names.txt")),
                        name,
                        new TextLines(null, validation, TEST, TextLines.Order.CHANCE, 0, ""))
                : RunningText.open(new TextFile(folder.resolve("input.txt")), name, new Shares(validation, TEST));
    }
}
