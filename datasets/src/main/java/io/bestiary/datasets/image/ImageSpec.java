package io.bestiary.datasets.image;

import io.bestiary.datasets.DataFolders;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says which pictures to use: the {@code dataset} of a recipe. Paths are those of the user. */
public sealed interface ImageSpec extends DrawingSpec permits NamedImages, IdxImages, ImageFolder {

    /**
     * Finds the data, downloads them if need be, and divides them.
     *
     * @throws io.bestiary.datasets.DataException if they are missing or not what they must be
     */
    ImageData open(DataFolders folders);

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends ImageSpec>> kinds() {
        Map<String, Class<? extends ImageSpec>> kinds = new LinkedHashMap<>();
        NamedImages.NAMES.forEach(name -> kinds.put(name, NamedImages.class));
        kinds.put("idx", IdxImages.class);
        kinds.put("image-folder", ImageFolder.class);
        return Collections.unmodifiableMap(kinds);
    }
}
