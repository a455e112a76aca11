package io.bestiary.inference.pipeline;

/**
 * A text to translate.
 *
 * @param best how many translations to give
 * @param attention whether to tell what the network looked at
 */
public record TranslationRequest(String text, int best, boolean attention) {

    /** The best translation alone. */
    public static TranslationRequest of(String text) {
        return new TranslationRequest(text, 1, false);
    }
}
