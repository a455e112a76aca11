package io.bestiary.zoo.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.checkpoint.ForeignWeights;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published weights tell the characters of titles as well as they are known to; skipped where they are absent. With
 * {@code -Dbestiary.allTitles=true} all 2,000 are read, which takes minutes.
 */
class TextgenRnnTest {
    private static final int CONTEXT = 40;
    /** Every so many titles. What is known is 1.81 nats on average; torch computes the numbers below of the same windows. */
    private static final int EVERY = Boolean.getBoolean("bestiary.allTitles") ? 1 : 20;

    private static final double KNOWN = EVERY == 1 ? 1.7770 : 1.7848;

    static List<String> engines() {
        return Engines.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void tellsTitlesAsWellAsItIsKnownTo(String engine) throws IOException {
        String data = System.getenv("BESTIARY_DATA");
        assumeTrue(data != null, "BESTIARY_DATA names no data folder");
        Path folder = Path.of(data, "weights", "textgenrnn");
        assumeTrue(Files.exists(folder), "the data folder has no weights/textgenrnn");

        List<long[]> windows = new ArrayList<>();
        List<Long> next = new ArrayList<>();
        windows(folder, windows, next);
        double nats = 0;
        try (NDManager manager = Engines.manager(engine);
                Network network = ForeignWeights.load(
                        List.of(folder.resolve("textgenrnn_standard_lstm.safetensors")),
                        TextgenRnn.textgenrnn(),
                        manager)) {
            for (int from = 0; from < windows.size(); from += 256) {
                int size = Math.min(256, windows.size() - from);
                long[] ids = new long[size * CONTEXT];
                for (int i = 0; i < size; i++) {
                    System.arraycopy(windows.get(from + i), 0, ids, i * CONTEXT, CONTEXT);
                }
                try (NDManager scope = manager.newSubManager()) {
                    NDArray tokens = scope.create(ids, new Shape(size, CONTEXT));
                    float[] logs = network.forward(new NDList(tokens), false)
                            .head()
                            .get(":, -1")
                            .logSoftmax(1)
                            .toFloatArray();
                    int vocabulary = logs.length / size;
                    for (int i = 0; i < size; i++) {
                        nats -= logs[i * vocabulary + next.get(from + i).intValue()];
                    }
                }
            }
        }
        assertThat(nats / windows.size()).isCloseTo(KNOWN, within(0.001));
    }

    /** What was read before each character of the titles, filled up at its beginning, and the character. */
    private static void windows(Path folder, List<long[]> windows, List<Long> next) throws IOException {
        JsonNode vocabulary = new ObjectMapper()
                .readTree(folder.resolve("textgenrnn_vocab.json").toFile());
        List<String> titles = Files.readAllLines(folder.resolve("hacker_news_2000.txt"));
        for (int line = 1; line < titles.size(); line += EVERY) { // the first is a heading
            List<Long> ids = new ArrayList<>(List.of(vocabulary.get("<s>").longValue()));
            titles.get(line)
                    .codePoints()
                    .mapToObj(Character::toString)
                    .filter(vocabulary::has)
                    .forEach(character -> ids.add(vocabulary.get(character).longValue()));
            ids.add(vocabulary.get("<s>").longValue());
            for (int i = 1; i < ids.size(); i++) {
                long[] window = new long[CONTEXT];
                for (int j = Math.max(0, i - CONTEXT); j < i; j++) {
                    window[CONTEXT - i + j] = ids.get(j);
                }
                windows.add(window);
                next.add(ids.get(i));
            }
        }
    }
}
