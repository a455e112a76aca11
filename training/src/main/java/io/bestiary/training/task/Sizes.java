package io.bestiary.training.task;

import io.bestiary.training.recipe.Recipe;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sets what the data say about a network's sizes, where the recipe does not. */
final class Sizes {

    private Sizes() {}

    /**
     * The network of a recipe with the sizes of the data.
     *
     * @param sizes of the data, by hyperparameter
     * @throws io.bestiary.training.recipe.RecipeException where the recipe says otherwise than the data
     */
    static Architecture fit(Recipe recipe, Map<String, Integer> sizes) {
        Map<String, Object> given = Hyperparameters.values(recipe.architecture());
        Map<String, Object> changes = new LinkedHashMap<>();
        sizes.forEach((name, size) -> {
            if (recipe.states("model", name) && !given.get(name).equals(size)) {
                throw recipe.refuse("model", name, "must be " + size + ", as the data have, got " + given.get(name));
            }
            changes.put(name, size);
        });
        try {
            return Hyperparameters.with(recipe.architecture(), changes);
        } catch (IllegalArgumentException e) {
            throw recipe.refuse("model", e.getMessage().replaceFirst(":.*", ""), e.getMessage());
        }
    }

    /** A whole number among the hyperparameters. */
    static int size(Architecture architecture, String name) {
        return (Integer) Hyperparameters.values(architecture).get(name);
    }
}
