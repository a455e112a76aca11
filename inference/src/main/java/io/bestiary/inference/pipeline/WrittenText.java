package io.bestiary.inference.pipeline;

import io.bestiary.datasets.text.Detokenizer;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.inference.decoding.Continuation;
import java.util.Optional;
import java.util.OptionalInt;

/** A text in the making, in characters. */
final class WrittenText implements StreamingPipeline.Writing<GeneratedText> {
    private final Continuation continuation;
    private final Detokenizer detokenizer;
    private final int most;
    private final StringBuilder text = new StringBuilder();
    private int tokens;
    private boolean ended;

    WrittenText(Continuation continuation, Tokenizer tokenizer, int most) {
        this.continuation = continuation;
        this.detokenizer = new Detokenizer(tokenizer);
        this.most = most;
    }

    @Override
    public Optional<String> next() {
        if (ended) {
            return Optional.empty();
        }
        OptionalInt token = continuation.next();
        ended = token.isEmpty();
        tokens += ended ? 0 : 1;
        String piece = ended ? detokenizer.end() : detokenizer.add(token.getAsInt());
        text.append(piece);
        return ended && piece.isEmpty() ? Optional.empty() : Optional.of(piece);
    }

    @Override
    public GeneratedText answer() {
        return GeneratedText.of(text.toString(), tokens, most);
    }
}
