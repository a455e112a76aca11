package io.bestiary.zoo.surgery;

import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Outline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What two networks can share: all, or where their heads differ, the encoder.
 *
 * @param possible names of the parameters that can be shared
 * @param names by these, what they are called in the network; a head puts {@code bert.} before them
 */
record Body(Set<String> possible, Map<String, String> names) {
    private static final String HEAD = "head";
    private static final String NONE = "encoder";

    /** That of a network, beside another. */
    static Body of(Architecture network, Architecture other) {
        Set<String> own = Outline.of(network).parameters().keySet();
        boolean alike = Objects.equals(
                Hyperparameters.values(network).get(HEAD),
                Hyperparameters.values(other).get(HEAD));
        Set<String> possible = alike
                ? own
                : Outline.of(Hyperparameters.with(network, Map.of(HEAD, NONE)))
                        .parameters()
                        .keySet();
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : own) {
            String bare = possible.contains(name) ? name : name.substring(name.indexOf('.') + 1);
            if (possible.contains(bare)) {
                names.put(bare, name);
            }
        }
        return new Body(possible, names);
    }
}
