package io.bestiary.training.task;

import ai.djl.ndarray.NDManager;
import io.bestiary.inference.decoding.Sampling;
import io.bestiary.inference.pipeline.GeneratedText;
import io.bestiary.inference.pipeline.LanguageModelPipeline;
import io.bestiary.inference.pipeline.TextPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a language model writes, to see it learn: of nothing, by the same seeds, or the answers to the same prompts. */
final class LanguageSamples {
    private static final int TEXTS = 4;
    private static final int TOKENS = 160;
    private static final int PROMPTS = 10;

    private LanguageSamples() {}

    static List<Exhibit> of(LanguageTexts texts, LanguageModelPipeline pipeline, NDManager manager) {
        List<String> prompts = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        List<TextPrompt> asked = texts.answers()
                ? answers(texts, prompts)
                : IntStream.range(0, TEXTS)
                        .mapToObj(seed -> new TextPrompt("", TOKENS, Sampling.seeded(seed)))
                        .toList();
        List<GeneratedText> written = Questions.within(
                manager,
                arrays -> pipeline.answer(
                        arrays, asked.stream().map(pipeline::prepare).toList()));
        for (int i = 0; i < written.size(); i++) {
            String text = written.get(i).text();
            rows.add(texts.answers() ? List.of(asked.get(i).text(), text, prompts.get(i)) : List.of("" + i, text));
        }
        List<String> header = texts.answers() ? List.of("prompt", "answer", "right") : List.of("seed", "text");
        return List.of(new Exhibit.Texts("written", header, rows));
    }

    /** The first texts of the test, cut before their answers; the answers go into the second list. */
    private static List<TextPrompt> answers(LanguageTexts texts, List<String> right) {
        String sign = texts.data().answer().orElseThrow();
        List<TextPrompt> asked = new ArrayList<>();
        for (String text : texts.part(SplitName.TEST).texts()) {
            int end = text.indexOf(sign) + sign.length();
            asked.add(new TextPrompt(text.substring(0, end), text.length() - end + 2, Sampling.GREEDY));
            right.add(text.substring(end));
            if (asked.size() == PROMPTS) {
                break;
            }
        }
        return asked;
    }
}
