package io.bestiary.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private static final int TOTAL = 40;

    private static final Map<String, Schedule> SCHEDULES = Map.ofEntries(
            Map.entry("constant", new ConstantSchedule(0.25)),
            Map.entry("step", new StepSchedule(4, 0.5, 0)),
            Map.entry("step-warmup", new StepSchedule(4, 0.5, 0.1)),
            Map.entry("multistep", new MultistepSchedule(List.of(0.3, 0.7), 0.1, 0)),
            Map.entry("linear", new LinearSchedule(0.1, 0.25)),
            Map.entry("polynomial", new PolynomialSchedule(2, 0, 0.25)),
            Map.entry("polynomial-end", new PolynomialSchedule(3, 0.1, 0)),
            Map.entry("cosine", new CosineSchedule(0, 0, 0)),
            Map.entry("cosine-end", new CosineSchedule(0.1, 0, 0.25)),
            Map.entry("cosine-restarts", new CosineSchedule(0.1, 2, 0.25)),
            Map.entry("inverse-sqrt", new InverseSqrtSchedule(8)),
            Map.entry("one-cycle", OneCycleSchedule.DEFAULTS),
            Map.entry("one-cycle-other", new OneCycleSchedule(0.1, 0.001, 0.25)));

    @Test
    void everyReferenceIsTested() {
        assertThat(SCHEDULES.keySet()).isEqualTo(Fixture.read("schedules.json").keySet());
    }

    static Iterable<String> schedules() {
        return SCHEDULES.keySet();
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void equalsTheReference(String name) {
        Schedule schedule = SCHEDULES.get(name);
        double[] found = IntStream.range(0, TOTAL)
                .mapToDouble(step -> schedule.factor(step, TOTAL))
                .toArray();
        assertThat(found)
                .containsExactly(Fixture.numbers(Fixture.read("schedules.json").get(name)), within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lower", "higher"})
    void plateauEqualsTheReference(String name) {
        Map<String, Object> reference = Fixture.member(Fixture.read("plateau.json"), name);
        List<Double> metrics =
                Arrays.stream(Fixture.numbers(reference.get("metrics"))).boxed().toList();
        double[] expected = Fixture.numbers(reference.get("factors"));
        Schedule schedule = new PlateauSchedule(0.5, 2, 1e-3, 1, 0);
        for (int seen = 0; seen < expected.length; seen++) {
            assertThat(schedule.factorAfter(metrics.subList(0, seen), name.equals("higher")))
                    .as("after %d validations", seen)
                    .isEqualTo(expected[seen], within(1e-12));
        }
    }

    @Test
    void onlyThePlateauLooksAtValidations() {
        List<Double> worsening =
                IntStream.range(0, 100).mapToObj(i -> (double) i).toList();
        Schedule.defaults()
                .forEach((name, schedule) -> assertThat(schedule.factorAfter(worsening, false))
                        .as(name)
                        .matches(factor -> name.equals("plateau") ? factor < 1 : factor == 1));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "2, 2", "3, 7", "10, 3", "1000000, 1000000"})
    void everyFactorIsANumberFromZeroToOne(long step, long total) {
        List<Schedule> extremes = List.of(
                new ConstantSchedule(1),
                new StepSchedule(1_000_000, 0.5, 1),
                new MultistepSchedule(List.of(0.0, 1.0), 0, 1),
                new LinearSchedule(1, 1),
                new CosineSchedule(0, 1000, 1),
                new OneCycleSchedule(0, 0, 1),
                new OneCycleSchedule(0, 0, 0));
        assertThat(Schedule.defaults().values())
                .allSatisfy(schedule -> assertThat(schedule.factor(step, total)).isBetween(0.0, 1.0));
        assertThat(extremes).allSatisfy(schedule -> {
            assertThat(schedule.factor(0, total)).isBetween(0.0, 1.0);
            assertThat(schedule.factor(step - 1, total)).isBetween(0.0, 1.0);
            assertThat(schedule.factor(step, total)).isBetween(0.0, 1.0);
        });
    }

    @Test
    void staysAtTheEndBeyondTheRun() {
        assertThat(new CosineSchedule(0.1, 3, 0).factor(TOTAL + 5, TOTAL)).isEqualTo(0.1, within(1e-12));
        assertThat(new LinearSchedule(0.2, 0.5).factor(TOTAL, TOTAL)).isEqualTo(0.2, within(1e-12));
        assertThat(new StepSchedule(4, 0.5, 0).factor(TOTAL, TOTAL)).isEqualTo(0.125, within(1e-12));
    }

    @Test
    void refusesValuesOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConstantSchedule(500))
                .withMessage("warmup: must be between 0 and 1, got 500.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MultistepSchedule(List.of(0.5, 30.0), 0.1, 0))
                .withMessage("milestones: must be between 0 and 1, got [0.5, 30.0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepSchedule(0, 0.1, 0))
                .withMessage("stages: must be between 1 and 1000000, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InverseSqrtSchedule(0))
                .withMessage("warmup_steps: must be between 1 and 1000000000000, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConstantSchedule.DEFAULTS.factor(-1, 10))
                .withMessage("step: must be at least 0, got -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConstantSchedule.DEFAULTS.factor(0, 0))
                .withMessage("total_steps: must be at least 1, got 0");
    }
}
