package io.bestiary.training.task;

import io.bestiary.datasets.text.CharacterTokenizer;
import io.bestiary.datasets.text.TokenWindows;
import io.bestiary.datasets.text.TokenizedText;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.training.task.LearningTask.Floor;
import java.util.List;
import java.util.function.Supplier;

/** What counting how often a token follows others tells. */
final class LanguageFloors {
    /** So many tokens of training are counted, that the counts fit into memory. */
    private static final long COUNTED = 20_000_000;

    private LanguageFloors() {}

    static Floor measure(
            TokenizedText training,
            TokenizedText asked,
            TokenWindows windows,
            Tokenizer tokenizer,
            Supplier<LanguageScore> scores) {
        int vocabulary = tokenizer.size();
        boolean characters = tokenizer instanceof CharacterTokenizer;
        int back = NGram.most(vocabulary, characters ? 4 : 2);
        Floor bigram = floor(training, asked, windows, vocabulary, 1, scores.get());
        return back <= 1
                ? bigram
                : new Floor(
                        name(back),
                        floor(training, asked, windows, vocabulary, back, scores.get())
                                .metrics(),
                        List.of(bigram));
    }

    private static String name(int back) {
        return back == 1 ? "bigram" : (back + 1) + "-gram (Witten-Bell)";
    }

    private static Floor floor(
            TokenizedText training,
            TokenizedText asked,
            TokenWindows windows,
            int vocabulary,
            int back,
            LanguageScore score) {
        new NGram(training.tokens(), vocabulary, back, COUNTED).score(asked.tokens(), windows, score);
        return new Floor(name(back), score.metrics());
    }
}
