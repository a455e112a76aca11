package io.bestiary.training.loop;

import io.bestiary.training.recipe.FlatRecipe;
import java.util.ArrayList;
import java.util.List;

/**
 * What differs between the recipe that a run began with and the one that it is to go on with.
 *
 * @param forbidden differences that would make it another run
 * @param allowed differences that a run may go on with
 * @param moreEpochs whether there are more epochs than there were
 */
record RecipeChange(List<String> forbidden, List<String> allowed, boolean moreEpochs) {
    private static final String EPOCHS = "training.epochs";

    /** Compares resolved recipes. */
    static RecipeChange of(String there, String given) {
        FlatRecipe old = FlatRecipe.of(there);
        FlatRecipe now = FlatRecipe.of(given);
        List<String> forbidden = new ArrayList<>();
        List<String> allowed = new ArrayList<>();
        old.differences(now)
                .forEach((key, difference) -> (FlatRecipe.mayChange(key) ? allowed : forbidden)
                        .add(key + ": " + difference.here() + " there, " + difference.there() + " given"));
        return new RecipeChange(
                List.copyOf(forbidden),
                List.copyOf(allowed),
                whole(now.values().get(EPOCHS)) > whole(old.values().get(EPOCHS)));
    }

    private static long whole(Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}
