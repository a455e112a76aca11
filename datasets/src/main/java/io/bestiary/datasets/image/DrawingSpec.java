package io.bestiary.datasets.image;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says what a network shall learn to draw: pictures, or points in the plane as a toy. */
public sealed interface DrawingSpec permits ImageSpec, Gaussians {

    /** The kinds by the {@code name} that chooses them in a recipe. */
    static Map<String, Class<? extends DrawingSpec>> drawings() {
        Map<String, Class<? extends DrawingSpec>> kinds = new LinkedHashMap<>(ImageSpec.kinds());
        Gaussians.NAMES.forEach(name -> kinds.put(name, Gaussians.class));
        return Collections.unmodifiableMap(kinds);
    }
}
