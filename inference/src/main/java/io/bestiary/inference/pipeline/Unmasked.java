package io.bestiary.inference.pipeline;

import java.util.List;

/**
 * A text whose hidden tokens were told.
 *
 * @param text with the most probable token in the place of each
 * @param masks the tokens that may have been there, for each place
 */
public record Unmasked(String text, List<Classification> masks) {

    public Unmasked {
        masks = List.copyOf(masks);
    }
}
