package io.bestiary.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TrailTest {

    private static Map<Long, String> steps(Object... stepsAndPrints) {
        Map<Long, String> steps = new TreeMap<>();
        for (int i = 0; i < stepsAndPrints.length; i += 2) {
            steps.put(((Integer) stepsAndPrints[i]).longValue(), (String) stepsAndPrints[i + 1]);
        }
        return steps;
    }

    @Test
    void namesTheFirstStepThatDiffers() {
        Trail trail = Trail.of(steps(50, "a", 100, "b", 150, "c"), steps(50, "a", 100, "x", 150, "c"));
        assertThat(trail.difference()).contains(100L);
        assertThat(trail.sentence()).isEqualTo("the first step that differs: 100 (equal at step 50)");
        assertThat(Trail.of(steps(50, "a"), steps(50, "b")).sentence())
                .isEqualTo("the first step that differs: 50 (none before it was equal)");
    }

    @Test
    void saysThatNoneDoes() {
        assertThat(Trail.of(steps(50, "a", 100, "b", 150, "c"), steps(50, "a", 100, "b"))
                        .sentence())
                .isEqualTo("no step differs: the weights are equal at all 2 steps compared, the last of them 100");
        assertThat(Trail.of(steps(50, "a"), steps()).sentence()).startsWith("no step has a fingerprint in both runs");
    }
}
