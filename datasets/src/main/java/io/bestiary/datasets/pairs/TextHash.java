package io.bestiary.datasets.pairs;

import io.bestiary.datasets.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The hash of pairs that were made in code. */
final class TextHash {

    private TextHash() {}

    /** The hash of the pairs as lines, a tab between source and target. */
    static String of(List<TextPair> pairs) {
        StringBuilder text = new StringBuilder();
        pairs.forEach(pair ->
                text.append(pair.source()).append('\t').append(pair.target()).append('\n'));
        try {
            return Sha256.of(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
