package io.bestiary.inference.decoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.text.Llama2cTokenizer;
import io.bestiary.datasets.text.Tokenizer;
import io.bestiary.datasets.text.Vocabulary;
import io.bestiary.zoo.checkpoint.ForeignWeights;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.transformer.Llama;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small story teller of llama2.c tells what its author saw; skipped where its weights are absent. */
class StoriesTest {
    private static final int TOKENS = 256;

    @ParameterizedTest
    @ValueSource(strings = {"PyTorch", "MXNet"})
    void tellsTheKnownStoryWordForWord(String engine) throws IOException {
        assumeTrue(engine.equals("PyTorch") || !System.getProperty("os.arch").equals("aarch64"));
        String data = System.getenv("BESTIARY_DATA");
        assumeTrue(data != null, "BESTIARY_DATA names no data folder");
        Path folder = Path.of(data, "weights", "stories260K");
        assumeTrue(Files.exists(folder), "the data folder has no weights/stories260K");

        Tokenizer tokenizer = Llama2cTokenizer.read(folder.resolve("tok512.bin"));
        int border = tokenizer.vocabulary().id(Vocabulary.END);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), engine);
                Network network = ForeignWeights.load(
                        List.of(folder.resolve("stories260K.bin")), Llama.llamaStories260k(), manager)) {
            int[] written = new Decoder(network, 512)
                    .write(
                            manager,
                            new NDList(),
                            List.of(new int[] {border}),
                            List.of(Sampling.GREEDY),
                            Generation.upTo(TOKENS, border),
                            (row, token) -> true)
                    .get(0);
            assertThat(tokenizer.decode(written).strip()).isEqualTo(known(folder.resolve("stories260K.md")));
        }
        assertThat(tokenizer.decode(
                        tokenizer.encode("Lily's mom said, \"Oh no\"\n").ids()))
                .isEqualTo("Lily's mom said, \"Oh no\"\n");
    }

    /** The first text that the file shows, after the command that wrote it. */
    private static String known(Path file) throws IOException {
        String text = Files.readString(file);
        int start = text.indexOf('\n', text.indexOf("-t 0.0\n")) + 1;
        return text.substring(start, text.indexOf("```", start)).strip();
    }
}
