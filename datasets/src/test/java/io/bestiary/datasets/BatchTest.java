package io.bestiary.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchTest {

    static List<String> engines() {
        return List.copyOf(Engine.getAllEngines());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void becomesArraysOfAnyEngineMoreThanOnce(String engine) {
        HostTensor input = HostTensor.floats(new float[] {1, 2, 3, 4, 5, 6.5f}, 2, 3);
        HostTensor target = HostTensor.longs(new long[] {7, 1L << 40}, 2);
        Batch batch = new Batch(List.of(input), List.of(target), new int[] {4, 9});
        assertThat(batch.size()).isEqualTo(2);
        try (NDManager manager = NDManager.newBaseManager(engine)) {
            for (int i = 0; i < 2; i++) {
                NDArray inputs = batch.inputs(manager).singletonOrThrow();
                assertThat(inputs.getShape()).isEqualTo(new Shape(2, 3));
                assertThat(inputs.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6.5f);
                NDArray targets = batch.targets(manager).singletonOrThrow();
                assertThat(targets.getDataType()).isEqualTo(DataType.INT64);
                assertThat(targets.toLongArray()).containsExactly(7, 1L << 40);
            }
        }
    }

    @Test
    void refusesDataThatDoNotFillTheShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostTensor.floats(new float[5], 2, 3))
                .withMessage("data: must have 6 elements for (2, 3), got 5");
    }
}
