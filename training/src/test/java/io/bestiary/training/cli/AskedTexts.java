package io.bestiary.training.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.inference.MaskFiller;
import io.bestiary.inference.Tagger;
import io.bestiary.inference.TextClassifier;
import io.bestiary.inference.TextGenerator;
import io.bestiary.inference.Translator;
import io.bestiary.inference.pipeline.GeneratedText;
import io.bestiary.inference.pipeline.TextPrompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What networks that read or write texts are asked. */
final class AskedTexts {
    private static final String[][] TELLING = {{"awful", "dull"}, {"fine", "lovely"}};
    private static final List<String> KINDS = List.of("bad", "good");
    private static final String[] OTHERS = {"film", "the", "a", "was", "so", "\"quoted\"", ","};
    private static final List<String> TAGS = List.of("PLACE", "TIME", "OTHER");
    private static final String HIDDEN = "<mask>";
    private static final int WINDOW = 16;
    private static final int TURNS = 4;

    private AskedTexts() {}

    private static List<Map<String, Object>> requests(String field, List<?> values) {
        return values.stream()
                .map(value -> Map.<String, Object>of(field, value))
                .toList();
    }

    /** One word in five texts says the opposite. */
    static Asked classes(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        List<String> texts = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 300 + Asked.INPUTS; i++) {
            int kind = random.nextInt(2);
            List<String> words = random.ints(1 + random.nextInt(12), 0, OTHERS.length)
                    .mapToObj(at -> OTHERS[at])
                    .collect(Collectors.toCollection(ArrayList::new));
            words.add(
                    random.nextInt(words.size() + 1),
                    TELLING[random.nextInt(5) == 0 ? 1 - kind : kind][random.nextInt(2)]);
            texts.add(String.join(" ", words) + " " + i);
            kinds.add(KINDS.get(kind));
            lines.add(Asked.JSON.writeValueAsString(Map.of("text", texts.get(i), "kind", kinds.get(i))));
        }
        Path train = Files.write(folder.resolve("train.jsonl"), lines.subList(0, 300));
        Path test = Files.write(folder.resolve("test.jsonl"), lines.subList(300, lines.size()));
        List<String> asked = texts.subList(300, texts.size());
        return new Asked(
                """
                task: text-classification
                model: {name: gru_classifier, embedding_size: 8, hidden_size: 8}
                data: {name: jsonl, path: %s, test_path: %s, label: kind, validation: 0}
                preprocess: {tokenizer: {name: words, least: 1}}
                batches: {tokens: 256}
                training: {epochs: 2, optimizer: {name: adamw, rate: 0.02}}
                """.formatted(train, test),
                requests("text", asked),
                (run, engine) -> {
                    try (TextClassifier classifier = TextClassifier.open(run, engine, "cpu")) {
                        return classifier.classify(asked).stream()
                                .map(Asked::json)
                                .toList();
                    }
                },
                Asked.classes(kinds.subList(300, kinds.size())));
    }

    /** The ending of a word tells its tag, four times out of five. */
    static Asked tags(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<List<String>> asked = new ArrayList<>();
        List<List<String>> truth = new ArrayList<>();
        StringBuilder train = new StringBuilder("# global.columns = ID FORM KIND\n");
        StringBuilder test = new StringBuilder(train);
        for (int i = 0; i < 200 + Asked.INPUTS; i++) {
            StringBuilder file = i < 200 ? train : test;
            List<String> words = new ArrayList<>();
            List<String> tags = new ArrayList<>();
            for (int w = 0; w <= random.nextInt(8); w++) {
                int tag = random.nextInt(TAGS.size());
                String ending = List.of("burg", "day", "ing").get(random.nextInt(5) == 0 ? 0 : tag);
                words.add(Character.toString('a' + random.nextInt(26)) + ending);
                tags.add(TAGS.get(tag));
                file.append(w + 1 + "\t" + words.get(w) + "\t" + tags.get(w) + "\n");
            }
            file.append('\n');
            if (i >= 200) {
                asked.add(words);
                truth.add(tags);
            }
        }
        return new Asked(
                """
                task: token-classification
                model: {name: gru_tagger, embedding_size: 8, hidden_size: 8, dropout: 0}
                data: {name: conllu, path: %s, test_path: %s, column: kind, validation: 0}
                training: {epochs: 2, batch: 16, optimizer: {name: adamw, rate: 0.02}}
                """.formatted(
                                Files.writeString(folder.resolve("train.conllu"), train),
                                Files.writeString(folder.resolve("test.conllu"), test)),
                requests("words", asked),
                (run, engine) -> {
                    try (Tagger tagger = Tagger.open(run, engine, "cpu")) {
                        return asked.stream().map(tagger::tag).toList();
                    }
                },
                answers -> Map.of("accuracy", accuracy(answers, truth)));
    }

    private static double accuracy(List<JsonNode> answers, List<List<String>> truth) {
        int right = 0;
        int words = 0;
        for (int i = 0; i < truth.size(); i++) {
            for (int w = 0; w < truth.get(i).size(); w++) {
                right += answers.get(i)
                                .at("/tokens/" + w + "/tag")
                                .asText()
                                .equals(truth.get(i).get(w))
                        ? 1
                        : 0;
                words++;
            }
        }
        return (double) right / words;
    }

    private static String letters(SplittableRandom random, int most) {
        return random.ints(1 + random.nextInt(most), 'a', 'g')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    /** Lower case to upper case. */
    static Asked translations(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(6);
        List<String> sources = IntStream.range(0, 400 + Asked.INPUTS)
                .mapToObj(i -> letters(random, 4))
                .toList();
        List<String> targets = sources.stream()
                .map(text -> text.toUpperCase(java.util.Locale.ROOT))
                .toList();
        List<String> asked = sources.subList(400, sources.size());
        Path source = Files.write(folder.resolve("lower.txt"), sources.subList(0, 400));
        Path target = Files.write(folder.resolve("upper.txt"), targets.subList(0, 400));
        Path testSource = Files.write(folder.resolve("test-lower.txt"), asked);
        Path testTarget = Files.write(folder.resolve("test-upper.txt"), targets.subList(400, targets.size()));
        return new Asked(
                """
                task: translation
                model: {name: gru_bahdanau, embedding_size: 12, hidden_size: 16, attention_size: 8, dropout: 0}
                data: {name: aligned-lines, source: %s, target: %s, test_files: [%s, %s], validation: 0}
                preprocess: {tokenizer: {name: characters}, longest: 8}
                batches: {tokens: 200}
                decoding: {beam: 2}
                training: {epochs: 6, optimizer: {name: adamw, rate: 0.02}}
                """.formatted(source, target, testSource, testTarget),
                requests("text", asked),
                (run, engine) -> {
                    try (Translator translator = Translator.open(run, engine, "cpu")) {
                        return requests("text", translator.translate(asked));
                    }
                },
                Asked.texts(targets.subList(400, targets.size())));
    }

    /** The answer is the last of some letters. */
    static Asked answers(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        List<String> lines = IntStream.range(0, 2 * Asked.INPUTS)
                .mapToObj(i -> letters(random, 3))
                .map(text -> text + "=" + text.charAt(text.length() - 1))
                .toList();
        List<String> asked = lines.subList(Asked.INPUTS, lines.size()).stream()
                .map(line -> line.substring(0, line.length() - 1))
                .toList();
        List<String> truth = lines.subList(Asked.INPUTS, lines.size()).stream()
                .map(line -> line.substring(line.length() - 1))
                .toList();
        return new Asked(
                """
                task: language-modeling
                model: {name: char_lstm, context: 8, embedding_size: 8, hidden_size: 16, layers: 1, dropout: 0}
                data: {name: text-lines, path: %s, validation: 0, test: 0.5, answer: "="}
                training: {epochs: 3, batch: 16, optimizer: {name: adamw, rate: 0.02}}
                """.formatted(Files.write(folder.resolve("lines.txt"), lines)),
                asked.stream()
                        .map(prompt -> Asked.ordered("prompt", prompt, "max_tokens", 3))
                        .toList(),
                (run, engine) -> {
                    try (TextGenerator generator = TextGenerator.open(run, engine, "cpu")) {
                        List<TextPrompt> prompts = asked.stream()
                                .map(prompt -> generator.prompt(prompt, 3))
                                .toList();
                        return requests(
                                "text",
                                generator.generate(prompts).stream()
                                        .map(GeneratedText::text)
                                        .toList());
                    }
                },
                Asked.texts(truth));
    }

    /** Each window of the text, every fourth letter hidden in one of four turns. */
    static Asked hidden(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(8);
        int characters = Asked.INPUTS / TURNS * WINDOW;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2 * characters; i++) {
            text.append("abc ".charAt(random.nextInt(8) == 0 ? random.nextInt(4) : i % 4));
        }
        List<String> windows = IntStream.range(0, Asked.INPUTS / TURNS)
                .mapToObj(i -> text.substring(characters + i * WINDOW, characters + (i + 1) * WINDOW))
                .toList();
        List<String> asked = new ArrayList<>();
        for (String window : windows) {
            for (int turn = 0; turn < TURNS; turn++) {
                StringBuilder read = new StringBuilder();
                for (int t = 0; t < WINDOW; t++) {
                    read.append(t % TURNS == turn ? HIDDEN : window.substring(t, t + 1));
                }
                asked.add(read.toString());
            }
        }
        return new Asked(
                """
                task: language-modeling
                model: {name: bert_tiny_masked_language, context: %d, hidden_size: 16, heads: 2, layers: 1, feed_forward: 32, dropout: 0}
                data: {name: text, path: %s, validation: 0, test: 0.5}
                masks: {share: 0.25}
                training: {epochs: 4, batch: 8, optimizer: {name: adamw, rate: 0.01}}
                """.formatted(WINDOW, Files.writeString(folder.resolve("text.txt"), text)),
                requests("text", asked),
                (run, engine) -> {
                    try (MaskFiller filler = MaskFiller.open(run, engine, "cpu")) {
                        return filler.fill(asked).stream()
                                .map(told -> Map.of(
                                        "text",
                                        told.text(),
                                        "masks",
                                        told.masks().stream()
                                                .map(mask -> mask.top(5))
                                                .toList()))
                                .toList();
                    }
                },
                answers -> told(answers, windows));
    }

    private static Map<String, Double> told(List<JsonNode> answers, List<String> windows) {
        double right = 0;
        double nats = 0;
        int tokens = 0;
        for (int i = 0; i < answers.size(); i++) {
            JsonNode masks = answers.get(i).get("masks");
            for (int m = 0; m < masks.size(); m++) {
                String truth = Character.toString(windows.get(i / TURNS).charAt(m * TURNS + i % TURNS));
                right += masks.get(m).at("/0/name").asText().equals(truth) ? 1 : 0;
                nats -= Math.log(Asked.probability(masks.get(m), truth));
                tokens++;
            }
        }
        return Map.of("accuracy", right / tokens, "nats_per_token", nats / tokens);
    }
}
