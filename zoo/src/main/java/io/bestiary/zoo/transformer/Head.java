package io.bestiary.zoo.transformer;

import io.bestiary.zoo.nn.Task;
import java.util.Set;

/** What an encoder of text answers. */
public enum Head {
    /** Its vectors, for others to build on. */
    ENCODER,
    /** For each place (B, T), logits (B, T, V) of the token that was there before it was masked. */
    MASKED_LANGUAGE,
    /** Logits (B, K) for the whole text. */
    SEQUENCE,
    /** Logits (B, T, K) for each token. */
    TOKENS;

    /** What a network with this head can be trained for; an encoder alone for nothing. */
    Set<Task> tasks() {
        return switch (this) {
            case ENCODER -> Set.of();
            case MASKED_LANGUAGE -> Set.of(Task.LANGUAGE_MODELING);
            case SEQUENCE -> Set.of(Task.TEXT_CLASSIFICATION);
            case TOKENS -> Set.of(Task.TOKEN_CLASSIFICATION);
        };
    }
}
