package io.bestiary.training.recipe;

/**
 * One thing that is wrong with a recipe.
 *
 * @param where the file and line, such as {@code configs/cnn/x.yaml:12}, or the option, such as {@code --set a.b=x}
 * @param key the dotted path of the key, empty where the file as a whole is meant
 * @param message the rule and the value received
 */
public record Mistake(String where, String key, String message) {

    public Mistake {
        where = Quote.oneLine(where, 200);
        key = Quote.oneLine(key, 200);
        message = Quote.oneLine(message, Integer.MAX_VALUE);
    }

    /** One line for the user. */
    @Override
    public String toString() {
        return where + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}
