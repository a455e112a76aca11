package io.bestiary.datasets.image;

import io.bestiary.datasets.DataFolders;
import java.util.Map;

/** Says which pictures with masks to use. */
public sealed interface MaskSpec permits MaskFolder, Nuclei {

    /**
     * Finds the data and divides them.
     *
     * @throws io.bestiary.datasets.DataException if they are missing or not what they must be
     */
    MaskData open(DataFolders folders);

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends MaskSpec>> kinds() {
        return Map.of("image-mask-folder", MaskFolder.class, "nuclei", Nuclei.class);
    }
}
