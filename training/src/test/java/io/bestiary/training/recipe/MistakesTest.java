package io.bestiary.training.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bestiary.training.recipe.Sample.Sgd;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.nn.Architecture;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user is told, word for word. */
class MistakesTest {

    private static String message(String yaml, String... overrides) {
        RecipeException thrown = catchThrowableOfType(
                RecipeException.class,
                () -> Sample.bind(Document.parse(yaml, "x.yaml").set(List.of(overrides))));
        assertThat(thrown).as("nothing wrong with:%n%s", yaml).isNotNull();
        assertThat(thrown.getMessage().lines()).hasSize(thrown.mistakes().size());
        return thrown.getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            epochs: 3.0              | epochs: must be a whole number, got 3.0
            epochs: 1e3              | epochs: must be a whole number, got 1e3
            epochs: "3"              | epochs: must be a whole number, got "3"
            epochs: 010              | epochs: must be a whole number, got 010
            epochs: 1__0             | epochs: must be a whole number, got "1__0"
            epochs: ten              | epochs: must be a whole number, got "ten"
            epochs:                  | epochs: must be a whole number, got nothing
            epochs: ~                | epochs: must be a whole number, got nothing
            epochs: [3]              | epochs: must be a whole number, got a list
            epochs: {at: 3}          | epochs: must be a whole number, got a section
            epochs: 3000000000       | epochs: must be between -2147483648 and 2147483647, got 3000000000
            epochs: 0                | epochs: must be at least 1, got 0
            warmup: 11               | warmup: must be at most epochs (10), got 11
            seed: 9223372036854775808 | seed: must be between -9223372036854775808 and 9223372036854775807, got 9223372036854775808
            rate: fast               | rate: must be a number, got "fast"
            rate: NaN                | rate: must be a number, got "NaN"
            rate: .inf               | rate: must be a number, got ".inf"
            rate: -.inf              | rate: must be a number, got "-.inf"
            rate: 0x10               | rate: must be a number, got "0x10"
            rate: 1,5                | rate: must be a number, got "1,5"
            rate: true               | rate: must be a number, got true
            rate: 1e999              | rate: must be between -1.7976931348623157E308 and 1.7976931348623157E308, got 1e999
            smoothing: 1e39          | smoothing: must be between -3.4028234663852886E38 and 3.4028234663852886E38, got 1e39
            rate: 0                  | rate: must be above 0 and below 100, got 0.0
            shuffle: yes             | shuffle: must be true or false, got "yes"
            shuffle: True            | shuffle: must be true or false, got "True"
            shuffle: 1               | shuffle: must be true or false, got 1
            shuffle: "true"          | shuffle: must be true or false, got "true"
            clip_mode: globalnorm    | clip_mode: unknown value "globalnorm"; did you mean global-norm? (allowed: none, value, global-norm)
            clip_mode: NONE          | clip_mode: unknown value "NONE"; did you mean none? (allowed: none, value, global-norm)
            clip_mode: 7             | clip_mode: unknown value 7 (allowed: none, value, global-norm)
            clip_mode: [none]        | clip_mode: must be a word, got a list
            clip_mode:               | clip_mode: must be a word, got nothing
            milestones: 5            | milestones: must be a list, got 5
            milestones: [1, x, 2.5]  | milestones[1]: must be a whole number, got "x"
            others: [sgd, {}]        | others[1].name: must be given (allowed: sgd, adamw)
            others: [{name: sgd, momentun: 0}] | others[0].momentun: unknown key; did you mean momentum? (allowed: momentum, nesterov, name)
            optimizer: adam          | optimizer.name: unknown name "adam"; did you mean adamw? (allowed: sgd, adamw)
            optimizer: {name: lion}  | optimizer.name: unknown name "lion" (allowed: sgd, adamw)
            optimizer: {name: [sgd]} | optimizer.name: must be a text, got a list
            optimizer: [sgd]         | optimizer: must be a name or a section with a name, got a list
            optimizer:               | optimizer: must be a name or a section with a name, got nothing
            optimizer: {momentum: 1} | optimizer.momentum: must be at least 0 and below 1, got 1.0
            optimizer: {momentum: 0, nesterov: true} | optimizer: nesterov needs a momentum
            schedule: {floor: 1000}  | schedule.floor: must be below the rate, got 1000.0
            schedule: {name: constant, floor: 1} | schedule.floor: unknown key (allowed: name)
            epohcs: 3                | epohcs: unknown key; did you mean epochs? (allowed: epochs, warmup, rate, smoothing, seed, shuffle, clip_mode, milestones, optimizer, schedule, others)
            !!int epochs: 3          | a key must be a plain word
            [a, b]: 3                | a key must be a plain word
            """)
    void namesTheLineTheKeyTheRuleAndTheValue(String line, String expected) {
        String yaml = "title: t\ndata: {name: digits}\ntraining:\n  seed: 1\n  " + line + "\n";
        String first = message(line.startsWith("seed") ? yaml.replace("  seed: 1\n", "\n") : yaml)
                .lines()
                .findFirst()
                .orElseThrow();

        String separator = expected.startsWith("a key") ? ": " : ".";
        assertThat(first).isEqualTo("x.yaml:5: training" + separator + expected);
    }

    @Test
    void tellsAllMistakesInTheOrderOfTheFile() {
        String yaml = """
                # what
                titel: t
                data:
                  path: 5
                  crop: {left: [1, x], right: 3}
                training:
                  rate: -1
                  epochs: 0
                  warmup: 20
                  shuffle: maybe
                  optimizer:
                    name: sgd
                    momentum: 3
                    nesterv: true
                  epochs: 5
                  milestones: [1, 2.5, z]
                """;

        assertThat(message(yaml)).isEqualTo("""
                        x.yaml:2: titel: unknown key; did you mean title? (allowed: title, data, training)
                        x.yaml:2: title: must be given
                        x.yaml:3: data.name: must be given
                        x.yaml:5: data.crop.left[1]: must be a whole number, got "x"
                        x.yaml:5: data.crop.right: must be a list, got 3
                        x.yaml:7: training.rate: must be above 0 and below 100, got -1.0
                        x.yaml:8: training.epochs: must be at least 1, got 0
                        x.yaml:9: training.warmup: must be at most epochs (10), got 20
                        x.yaml:10: training.shuffle: must be true or false, got "maybe"
                        x.yaml:13: training.optimizer.momentum: must be at least 0 and below 1, got 3.0
                        x.yaml:14: training.optimizer.nesterv: unknown key; did you mean nesterov? (allowed: momentum, nesterov, name)
                        x.yaml:15: training.epochs: must be given once, is also at x.yaml:8
                        x.yaml:16: training.milestones[1]: must be a whole number, got 2.5
                        x.yaml:16: training.milestones[2]: must be a whole number, got "z\"""".stripTrailing());
    }

    @Test
    void aSectionThatIsNotThereIsMissedByItsKeys() {
        assertThat(message("title: t")).isEqualTo("x.yaml:1: data.name: must be given");
        assertThat(message("title: t\ndata: digits")).isEqualTo("x.yaml:2: data: must be a section, got \"digits\"");
        assertThat(message("title: t\ndata:\n")).isEqualTo("x.yaml:2: data: must be a section, got nothing");
    }

    @Test
    void overridesFollowTheSameRules() {
        String yaml = "title: t\ndata: {name: digits}\ntraining: {optimizer: sgd}\n";

        assertThat(message(
                        yaml,
                        "training.epochs=x",
                        "training.rates=1",
                        "training.optimizer.momentum=2",
                        "epochs",
                        "training..rate=1",
                        "=3",
                        "training.rate=",
                        "training.milestones=[1",
                        "title.x.y=1",
                        "data.crop=[]",
                        "data.crop.left=5"))
                .isEqualTo("""
                        x.yaml:1: title: must be a text, got a section
                        --set training.epochs=x: training.epochs: must be a whole number, got "x"
                        --set training.rates=1: training.rates: unknown key; did you mean rate? (allowed: epochs, warmup, rate, smoothing, seed, shuffle, clip_mode, milestones, optimizer, schedule, others)
                        --set training.optimizer.momentum=2: training.optimizer.momentum: must be at least 0 and below 1, got 2.0
                        --set epochs: must have the form key.path=value
                        --set training..rate=1: must have the form key.path=value
                        --set =3: must have the form key.path=value
                        --set training.rate=: training.rate: must be a number, got nothing
                        --set training.milestones=[1: training.milestones: not valid YAML: expected ',' or ']', but got <stream end>
                        --set data.crop=[]: data.crop: must be a section, got a list
                        --set data.crop.left=5: data.crop.left: must lead through sections, got a list on the way""");
    }

    @Test
    void valuesThatAreFineForOneRecordAreRefusedOverAnother() {
        Document document = Document.parse("model:\n  name: net\n  momentum: 7\n  depht: 3\n", "x.yaml");
        Binder binder = new Binder(document, new Choices());

        assertThat(binder.bindOver(document.root().section("model"), new Sgd(0.1, true), Set.of("name")))
                .isEqualTo(new Sgd(0.1, true));
        RecipeException thrown = catchThrowableOfType(RecipeException.class, binder::finish);
        assertThat(thrown.mistakes())
                .containsExactly(
                        new Mistake("x.yaml:3", "model.momentum", "must be at least 0 and below 1, got 7.0"),
                        new Mistake("x.yaml:4", "model.depht", "unknown key (allowed: momentum, nesterov, name)"));
    }

    @Test
    void sectionsReadByHandReportToo() {
        Document document = Document.parse("a: {b: [1]}\nc: 5\ne: {f: 1}\n", "x.yaml");
        assertThat(document.root().section("a").text("b")).isEmpty();
        assertThat(document.root().section("c").keys()).isEmpty();
        document.root().mistake("e.f", "must be even, got 1");
        document.root().mistake("e.g", "must be there");
        document.root().only(List.of("a", "c"));

        assertThat(catchThrowableOfType(RecipeException.class, new Binder(document, new Choices())::finish))
                .hasMessage("""
                        x.yaml:1: a.b: must be a text, got a list
                        x.yaml:2: c: must be a section, got 5
                        x.yaml:3: e.g: must be there
                        x.yaml:3: e: unknown key (allowed: a, c)
                        x.yaml:3: e.f: must be even, got 1""");
    }

    @Test
    void hyperparametersOfAnArchitectureAreKeptToItsOwnRules() {
        String yaml = """
                model:
                  name: resnet18
                  unit: bottlenek
                  depths: [2, 2]
                  classes: 0
                  widht: 3
                """;
        Document document = Document.parse(yaml, "x.yaml");
        Binder binder = new Binder(document, new Choices());
        Architecture base = Zoo.find("resnet18").orElseThrow().architecture();

        assertThat(binder.bindOver(document.root().named("model"), base, Set.of("name")))
                .isEqualTo(base);
        assertThat(catchThrowableOfType(RecipeException.class, binder::finish)).hasMessage("""
                        x.yaml:3: model.unit: unknown value "bottlenek"; did you mean bottleneck? (allowed: basic, bottleneck)
                        x.yaml:4: model.depths: must name four stages, got [2, 2]
                        x.yaml:5: model.classes: must be between 1 and 100000, got 0
                        x.yaml:6: model.widht: unknown key (allowed: unit, depths, channels, classes, name)""");
    }
}
