package io.bestiary.datasets.pairs;

import io.bestiary.datasets.DataFolders;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says which pairs of texts to learn from: the {@code data} of a recipe. Paths are those of the user. */
public sealed interface PairSpec permits AlignedLines, Multi30k, NumbersInWords, PairTable, Tatoeba {

    /**
     * Finds the data, downloads them if need be, and divides them.
     *
     * @throws io.bestiary.datasets.DataException if they are missing or not what they must be
     */
    PairData open(DataFolders folders);

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends PairSpec>> kinds() {
        Map<String, Class<? extends PairSpec>> kinds = new LinkedHashMap<>();
        kinds.put("numbers-in-words", NumbersInWords.class);
        kinds.put("multi30k", Multi30k.class);
        kinds.put("tatoeba-eng-fra", Tatoeba.class);
        kinds.put("aligned-lines", AlignedLines.class);
        PairTable.NAMES.forEach(name -> kinds.put(name, PairTable.class));
        return Collections.unmodifiableMap(kinds);
    }
}
