package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataFolders;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says which texts to classify: the {@code data} of a recipe. Paths are those of the user. */
public sealed interface LabelledTextSpec permits NamedTexts, TextTable, LabelFile {

    /**
     * Finds the texts, downloads them if need be, and divides them.
     *
     * @throws io.bestiary.datasets.DataException if they are missing or not what they must be
     */
    LabelledTexts open(DataFolders folders);

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends LabelledTextSpec>> kinds() {
        Map<String, Class<? extends LabelledTextSpec>> kinds = new LinkedHashMap<>();
        NamedTexts.NAMES.forEach(name -> kinds.put(name, NamedTexts.class));
        TextTable.NAMES.forEach(name -> kinds.put(name, TextTable.class));
        kinds.put("label", LabelFile.class);
        return Collections.unmodifiableMap(kinds);
    }
}
