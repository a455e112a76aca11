package io.bestiary.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bestiary.training.recipe.Sample.AdamW;
import io.bestiary.training.recipe.Sample.ClipMode;
import io.bestiary.training.recipe.Sample.Curve;
import io.bestiary.training.recipe.Sample.Data;
import io.bestiary.training.recipe.Sample.Fixed;
import io.bestiary.training.recipe.Sample.Sgd;
import io.bestiary.training.recipe.Sample.Training;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeWriterTest {

    @Test
    void writesEveryComponentInOrder() {
        Sample sample = new Sample(
                "a test",
                new Data("digits", Optional.of(Path.of("data/digits")), Map.of("left", List.of(1, 2))),
                Training.DEFAULTS);

        assertThat(RecipeWriter.write(sample, Sample.CHOICES)).isEqualTo("""
                        title: a test
                        data:
                          name: digits
                          path: data/digits
                          crop:
                            left: [1, 2]
                        training:
                          epochs: 10
                          warmup: 0
                          rate: 0.1
                          smoothing: 0.0
                          seed: 1
                          shuffle: true
                          clip_mode: global-norm
                          milestones: []
                          optimizer:
                            name: sgd
                            momentum: 0.9
                            nesterov: false
                          schedule:
                            name: cosine
                            floor: 0.5
                          others: []
                        """);
    }

    @Test
    void whatIsWrittenBindsToEqualRecords() {
        Training training = new Training(
                Integer.MAX_VALUE,
                -3,
                1e-300,
                Float.MIN_VALUE,
                Long.MIN_VALUE,
                false,
                ClipMode.NONE,
                List.of(1, -2, 300_000_000),
                new AdamW(1.0 / 3),
                new Fixed(),
                List.of(new Sgd(0, false), new AdamW(12_345_678_901.5)));
        Sample sample = new Sample("x", new Data("d", Optional.empty(), Map.of("e", List.of())), training);

        String yaml = RecipeWriter.write(sample, Sample.CHOICES);

        assertThat(Sample.bind(Document.parse(yaml, "x.yaml"))).isEqualTo(sample);
        assertThat(yaml).contains("rate: 1.0e-300\n").contains("weight_decay: 1.23456789015e+10\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "~",
                "true",
                "no",
                "5",
                "1e-3",
                "0x1F",
                "2024-01-01",
                "<<",
                "=",
                "- a",
                "a: b",
                "a #b",
                "#",
                "'",
                "\"",
                "\\",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "`a",
                "{",
                "[",
                "]",
                "a\nb",
                "\n",
                "\t",
                "a\r",
                " a ",
                "ü",
                "日本語",
                "\u0085",
                "\u2028",
                "\ud83d\ude00",
                "---",
                "...",
                "?",
                "a,b",
                "|",
                ">"
            })
    void everyTextComesBack(String text) {
        Sample sample = new Sample(text, new Data(text, Optional.empty(), Map.of(text, List.of(1))), Training.DEFAULTS);

        Document document = Document.parse(RecipeWriter.write(sample, Sample.CHOICES), "x.yaml");

        assertThat(Sample.bind(document)).isEqualTo(sample);
    }

    @Test
    void longTextsStayOnALine() {
        String words = "many words ".repeat(100) + "end";
        assertThat(RecipeWriter.write(Map.of("text", words), new Choices())).isEqualTo("text: " + words + "\n");
    }

    @Test
    void writesWhatWasPutTogetherByHand() {
        Map<String, Object> model = new LinkedHashMap<>(Map.of("name", "net"));
        model.putAll(RecipeWriter.components(new Curve("step", 1e-5)));
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("model", model);
        recipe.put("optimizer", new AdamW(0.5));
        recipe.put("path", Optional.empty());

        assertThat(RecipeWriter.write(recipe, Sample.CHOICES)).isEqualTo("""
                        model:
                          name: step
                          floor: 1.0e-5
                        optimizer:
                          name: adamw
                          weight_decay: 0.5
                        path: null
                        """);
    }

    @Test
    void refusesWhatNoRecipeCanHold() {
        assertThatThrownBy(() -> RecipeWriter.write(Map.of("a", Double.NaN), new Choices()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("recipe: numbers must be finite, got NaN");
        assertThatThrownBy(() -> RecipeWriter.write(Map.of("a", 'c'), new Choices()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("recipe: cannot hold a java.lang.Character, got c");
    }
}
