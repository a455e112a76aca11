package io.bestiary.zoo.spelling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Outline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and shapes are those of the libraries, as scripts/reference/make_name_fixtures.py found them. */
class SpellingsTest {

    static Stream<Arguments> networks() throws IOException {
        try (InputStream file = new GZIPInputStream(SpellingsTest.class.getResourceAsStream("/names.txt.gz"))) {
            String[] parts = new String(file.readAllBytes(), StandardCharsets.US_ASCII).split("(?m)^# ");
            return Arrays.stream(parts).skip(1).map(part -> {
                List<String> lines = part.lines().toList();
                String[] title = lines.get(0).split(" ", -1);
                Style style = Style.valueOf(title[0].toUpperCase(Locale.ROOT));
                return Arguments.of(style, title[1], lines.subList(1, lines.size()));
            });
        }
    }

    @ParameterizedTest(name = "{1} as {0}")
    @MethodSource("networks")
    void namesAreTheLibrarys(Style style, String name, List<String> lines) {
        Map<String, Shape> theirs = new LinkedHashMap<>();
        for (String line : lines) {
            String[] cells = line.split(" ", -1);
            theirs.put(
                    cells[0],
                    new Shape(Arrays.stream(cells[1].split("x"))
                            .mapToLong(Long::parseLong)
                            .toArray()));
        }
        Architecture architecture = Zoo.find(name).orElseThrow().architecture();
        Spelling spelling = Spellings.of(architecture).get(style);
        Map<String, Shape> spelled = new LinkedHashMap<>();
        Outline.of(architecture).parameters().forEach((ours, shape) -> {
            List<String> parts = spelling.names(ours);
            long[] part = spelling.shape(ours, shape).getShape().clone();
            part[0] /= parts.size();
            parts.forEach(each -> spelled.put(each, new Shape(part)));
        });
        assertThat(theirs.keySet()).containsAll(spelling.constants().keySet());
        theirs.keySet().removeAll(spelling.constants().keySet());
        assertThat(spelled).isEqualTo(theirs);
    }

    @Test
    void tiedParametersHaveASecondName() {
        Spelling gpt2 = spelling("gpt2");
        assertThat(gpt2.copies(Set.of("transformer.wte.weight")))
                .isEqualTo(Map.of("lm_head.weight", "transformer.wte.weight"));
        assertThat(gpt2.transposed("transformer.h.3.mlp.c_fc.weight")).isTrue();
        assertThat(gpt2.transposed("transformer.wte.weight")).isFalse();
        Spelling bert = spelling("bert_tiny_classifier");
        assertThat(bert.copies(Set.of("bert.embeddings.word_embeddings.weight", "classifier.weight")))
                .isEmpty();
        assertThat(bert.copies(Set.of("bert.embeddings.word_embeddings.weight", "cls.predictions.bias")))
                .hasSize(2);
    }

    private static Spelling spelling(String name) {
        return Spellings.of(Zoo.find(name).orElseThrow().architecture()).get(Style.HUGGINGFACE);
    }
}
