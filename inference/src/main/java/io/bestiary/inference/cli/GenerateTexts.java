package io.bestiary.inference.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.decoding.Sampling;
import io.bestiary.inference.pipeline.GeneratedText;
import io.bestiary.inference.pipeline.LanguageForm;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.TextPrompt;
import io.bestiary.inference.pipeline.TextStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes texts: a single one as it comes, several as a batch. */
final class GenerateTexts implements GenerateCommand.Generator {
    private static final int MOST_TOKENS = 200;
    private static final int AT_ONCE = 64;
    /** Made when it is needed: the command line looks at this class whatever is asked of it. */
    private static final class Json {
        private static final JsonMapper WRITER = new JsonMapper();
    }

    @Override
    public void generate(Path run, GenerateOptions options, BackendOptions backends) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (Session<TextPrompt, GeneratedText> session =
                Session.open(run, backends.start(), TextPrompt.class, GeneratedText.class)) {
            boolean greedy = ((LanguageForm) session.inputForm()).greedy();
            List<TextPrompt> prompts = new ArrayList<>();
            for (int i = 0; i < options.count; i++) {
                prompts.add(prompt(options, greedy, options.seed + i));
            }
            if (options.count == 1 && !options.json && !options.score) {
                stream(session, prompts.get(0), out);
            } else {
                for (int from = 0; from < prompts.size(); from += AT_ONCE) {
                    List<TextPrompt> some = prompts.subList(from, Math.min(prompts.size(), from + AT_ONCE));
                    print(session, some, options, from, out);
                }
            }
        }
        out.flush();
    }

    private static TextPrompt prompt(GenerateOptions options, boolean greedy, long seed) {
        if (options.greedy && options.temperature != null && options.temperature != 0) {
            throw new DataException("--temperature: must be 0 with --greedy, got " + options.temperature);
        }
        double temperature =
                options.greedy ? 0 : Optional.ofNullable(options.temperature).orElse(greedy ? 0.0 : 1.0);
        int most = Optional.ofNullable(options.mostTokens).orElse(MOST_TOKENS);
        try {
            return new TextPrompt(
                    Optional.ofNullable(options.prompt).orElse(""),
                    options.score ? 0 : most,
                    new Sampling(
                            temperature,
                            Optional.ofNullable(options.topK).orElse(0),
                            Optional.ofNullable(options.topP).orElse(1.0),
                            Optional.ofNullable(options.repetitionPenalty).orElse(1.0),
                            seed));
        } catch (IllegalArgumentException e) {
            // The rules name their values as requests do.
            String[] parts = e.getMessage().split(":", 2);
            throw new DataException("--" + parts[0].replace('_', '-') + ":" + parts[1], e);
        }
    }

    private static void stream(Session<TextPrompt, GeneratedText> session, TextPrompt prompt, PrintStream out) {
        try (TextStream<GeneratedText> stream = session.stream(prompt)) {
            out.print(prompt.text());
            for (Optional<String> piece = stream.next(); piece.isPresent(); piece = stream.next()) {
                out.print(piece.get());
                out.flush();
            }
            out.println();
        }
    }

    private static void print(
            Session<TextPrompt, GeneratedText> session,
            List<TextPrompt> prompts,
            GenerateOptions options,
            int first,
            PrintStream out) {
        List<GeneratedText> answers = session.answer(prompts);
        for (int i = 0; i < answers.size(); i++) {
            if (options.json || options.score) {
                Map<String, Object> line = new LinkedHashMap<>();
                line.put("prompt", prompts.get(i).text());
                line.put("seed", prompts.get(i).sampling().seed());
                line.putAll(session.answerForm().toJson(answers.get(i)));
                out.println(json(line));
            } else {
                out.println((first + i == 0 ? "" : "---\n")
                        + prompts.get(i).text()
                        + answers.get(i).text());
            }
        }
    }

    private static String json(Map<String, Object> line) {
        try {
            return Json.WRITER.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers can always be written", e);
        }
    }
}
