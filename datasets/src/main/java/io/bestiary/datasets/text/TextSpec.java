package io.bestiary.datasets.text;

import io.bestiary.datasets.DataFolders;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says which texts to learn a language from: the {@code data} of a recipe. Paths are those of the user. */
public sealed interface TextSpec permits Arithmetic, NamedText, RunningText, TextLines {

    /**
     * Finds the texts, downloads them if need be, and divides them.
     *
     * @throws io.bestiary.datasets.DataException if they are missing or not what they must be
     */
    TextData open(DataFolders folders);

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends TextSpec>> kinds() {
        Map<String, Class<? extends TextSpec>> kinds = new LinkedHashMap<>();
        NamedText.NAMES.forEach(name -> kinds.put(name, NamedText.class));
        kinds.put("text", RunningText.class);
        kinds.put("text-lines", TextLines.class);
        kinds.put("arithmetic", Arithmetic.class);
        return Collections.unmodifiableMap(kinds);
    }
}
