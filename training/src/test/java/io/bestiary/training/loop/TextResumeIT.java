package io.bestiary.training.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tagger that learns from batches of many shapes: stopped and gone on with, it ends in the same bytes. */
class TextResumeIT {
    private static final String RECIPE = """
        task: token-classification
        model: {name: lstm_character_tagger, embedding_size: 8, character_size: 4, filters: 4, hidden_size: 8}
        data: {name: conllu, path: %s, column: tag}
        batches: {tokens: 64}
        augment: {unknown: {rare: 0.5}}
        training: {epochs: 3, optimizer: {name: adamw, rate: 0.01}, schedule: {name: linear, warmup: 0.1}}
        """;

    @TempDir
    private Path folder;

    private Path sentences() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder rows = new StringBuilder("# global.columns = ID FORM TAG\n");
        for (int i = 0; i < 120; i++) {
            int words = 1 + random.nextInt(12);
            for (int t = 1; t <= words; t++) {
                boolean number = random.nextBoolean();
                rows.append(t).append('\t').append(number ? random.nextInt(99) : "w" + random.nextInt(30));
                rows.append(number ? "\tNUM\n" : "\tWORD\n");
            }
            rows.append('\n');
        }
        return Files.writeString(folder.resolve("sentences.conllu"), rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "mxnet"})
    void endsInTheSameBytes(String engine) throws IOException {
        String recipe = RECIPE.formatted(sentences());
        List<Long> arrays = WatchedTraining.of(folder.resolve("whole"), recipe, engine, Long.MAX_VALUE)
                .arrays();
        assertThat(arrays).hasSizeGreaterThan(20);
        assertThat(new TreeSet<>(arrays.subList(2, arrays.size())))
                .as("live arrays after each step")
                .hasSize(1);
        Path broken = folder.resolve("broken");
        for (long stop : new long[] {3, arrays.size() / 2}) {
            assertThatThrownBy(() -> WatchedTraining.of(broken, recipe, engine, stop))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        WatchedTraining.of(broken, recipe, engine, Long.MAX_VALUE);
        for (String file : List.of(
                "metrics.jsonl",
                "checkpoints/last/model.safetensors",
                "checkpoints/best/model.safetensors",
                "checkpoints/best/characters.json",
                "checkpoints/best/tokenizer.json")) {
            assertThat(broken.resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
        }
        try (var names = Files.list(folder.resolve("whole/checkpoints/best"))) {
            assertThat(names.map(name -> name.getFileName().toString()).collect(Collectors.toSet()))
                    .contains("bestiary.json", "labels.txt", "serving.properties");
        }
    }
}
