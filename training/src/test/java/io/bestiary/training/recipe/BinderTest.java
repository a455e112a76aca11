package io.bestiary.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.bestiary.training.recipe.Sample.AdamW;
import io.bestiary.training.recipe.Sample.ClipMode;
import io.bestiary.training.recipe.Sample.Curve;
import io.bestiary.training.recipe.Sample.Fixed;
import io.bestiary.training.recipe.Sample.Sgd;
import io.bestiary.training.recipe.Sample.Training;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {

    private static Training training(String yaml) {
        return Sample.bind(Document.parse("title: t\ndata: {name: digits}\ntraining: " + yaml, "x.yaml"))
                .training();
    }

    @Test
    void bindsEveryKindOfComponent() {
        Document document = Document.parse("""
                title: a test
                data:
                  name: digits
                  path: ~/pictures
                  crop: {left: [1, 2], right: []}
                training:
                  epochs: 100_000
                  warmup: 3
                  rate: 1e-3
                  smoothing: .1
                  seed: 9223372036854775807
                  shuffle: false
                  clip_mode: global-norm
                  milestones:
                    - 5
                    - 7
                  optimizer: {name: adamw, weight_decay: 0.05}
                  schedule: {name: step, floor: 0}
                  others: [sgd, {name: adamw, weight_decay: 1}]
                """, "x.yaml");

        Sample sample = Sample.bind(document);

        Path home = Path.of(System.getProperty("user.home"));
        assertThat(sample.data().path()).contains(home.resolve("pictures"));
        assertThat(sample.data().crop()).isEqualTo(Map.of("left", List.of(1, 2), "right", List.of()));
        assertThat(sample.training())
                .isEqualTo(new Training(
                        100_000,
                        3,
                        0.001,
                        0.1f,
                        Long.MAX_VALUE,
                        false,
                        ClipMode.GLOBAL_NORM,
                        List.of(5, 7),
                        new AdamW(0.05),
                        new Curve("step", 0),
                        List.of(Sgd.DEFAULTS, new AdamW(1))));
    }

    @Test
    void missingKeysTakeTheDefaults() {
        Sample sample = Sample.bind(Document.parse("title: t\ndata: {name: digits}", "x.yaml"));

        assertThat(sample.training()).isEqualTo(Training.DEFAULTS);
        assertThat(sample.data().path()).isEmpty();
    }

    @Test
    void aNameStartsFromItsOwnDefaultsAndASectionWithoutNameGoesOnFromTheRecipes() {
        assertThat(training("{schedule: cosine}").schedule()).isEqualTo(new Curve("cosine", 0.25));
        assertThat(training("{schedule: constant}").schedule()).isEqualTo(new Fixed());
        assertThat(training("{schedule: {floor: 3}}").schedule()).isEqualTo(new Curve("cosine", 3));
        assertThat(training("{optimizer: {nesterov: true}}").optimizer()).isEqualTo(new Sgd(0.9, true));
    }

    @ParameterizedTest
    @CsvSource({"1e-3,0.001", "1E3,1000", "5,5", "-0.5,-0.5", "+.5,0.5", "2.,2", "1_000,1000"})
    void readsNumbersAsPeopleWriteThem(String written, double number) {
        record Box(double number) {}
        Document document = Document.parse("number: " + written, "x.yaml");
        assertThat(new Binder(document, new Choices()).bind(document.root(), Box.class, null))
                .isEqualTo(new Box(number));
    }

    @ParameterizedTest
    @CsvSource({"no", "5", "1.10", "on", "2024-01-01", "'\"null\"'", "0x1F"})
    void aTextIsWhatWasWritten(String written) {
        Document document = Document.parse("title: " + written + "\ndata: {name: d}", "x.yaml");
        assertThat(Sample.bind(document).title()).isEqualTo(written.replace("\"", ""));
    }

    @Test
    void bindsOverARecordThatIsThere() {
        Document document = Document.parse("model: {name: net, momentum: 0.5}", "x.yaml");
        Binder binder = new Binder(document, new Choices());

        assertThat(binder.bindOver(document.root().section("model"), new Sgd(0.1, true), Set.of("name")))
                .isEqualTo(new Sgd(0.5, true));
        binder.finish();
    }

    @Test
    void givenDefaultsComeBeforeThoseOfTheType() {
        Document document = Document.parse("nesterov: true", "x.yaml");
        Binder binder = new Binder(document, new Choices());

        assertThat(binder.bind(document.root(), Sgd.class, new Sgd(0.3, false))).isEqualTo(new Sgd(0.3, true));
    }

    @Test
    void aTextAloneIsASectionWithAName() {
        Document document = Document.parse("model: lenet5\nother: {name: b}", "x.yaml");

        assertThat(document.root().named("model").text("name")).contains("lenet5");
        assertThat(document.root().named("other").text("name")).contains("b");
        assertThat(document.root().named("absent").keys()).isEmpty();
        new Binder(document, new Choices()).finish();
    }
}
