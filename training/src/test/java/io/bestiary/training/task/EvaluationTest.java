package io.bestiary.training.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest {

    /** Of Map.of every process makes its own order; what is written must not depend on it. */
    @Test
    void itsMapsAreInTheOrderOfTheirKeys() {
        Evaluation evaluation = new Evaluation(
                3,
                Map.of("mse", 1.0, "mase", 2.0, "mae", 3.0, "accuracy", 4.0),
                Map.of("z", Map.of("c", 1, "a", 2, "b", List.of(Map.of("y", 1, "x", 2))), "k", 1));
        assertThat(evaluation.metrics().keySet()).containsExactly("accuracy", "mae", "mase", "mse");
        assertThat(evaluation.details()).hasToString("{k=1, z={a=2, b=[{x=2, y=1}], c=1}}");
        assertThat(new LearningTask.Floor("none", Map.of("b", 1.0, "c", 2.0, "a", 3.0))
                        .metrics()
                        .keySet())
                .containsExactly("a", "b", "c");
    }
}
