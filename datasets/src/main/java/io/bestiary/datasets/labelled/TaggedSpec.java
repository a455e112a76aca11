package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataFolders;
import java.util.Map;

/** Says which sentences to tag: the {@code data} of a recipe. Paths are those of the user. */
public sealed interface TaggedSpec permits Conllu, EnglishWebTreebank {

    /**
     * Finds the sentences, downloads them if need be, and divides them.
     *
     * @throws io.bestiary.datasets.DataException if they are missing or not what they must be
     */
    TaggedSentences open(DataFolders folders);

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends TaggedSpec>> kinds() {
        return Map.of("ud-en-ewt", EnglishWebTreebank.class, "conllu", Conllu.class);
    }
}
