package io.bestiary.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ChartTest {
    @Test
    void namesOfEqualLevelsStandAboveEachOther() {
        String svg = new Chart("accuracy", "epoch")
                .line("validation", List.of(new double[] {1, 0.5}, new double[] {2, 0.9}))
                .level("floor: majority", 0.25)
                .level("floor: last value", 0.25)
                .level("floor: words", 0.8)
                .svg();
        List<Double> heights = Pattern.compile("y=\"([0-9.]+)\" text-anchor=\"end\">(majority|last value|words)<")
                .matcher(svg)
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
        assertThat(heights).hasSize(3);
        assertThat(heights.get(0) - heights.get(1)).isGreaterThanOrEqualTo(13);
        assertThat(heights.get(1) - heights.get(2)).isGreaterThan(13);
    }
}
