package io.bestiary.zoo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.bestiary.zoo.Close;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.engine.HostMemory;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products of all sizes, those that another library computes among them, are the sums that they are. */
class LinearTest {

    record Case(int rows, int in, int units, boolean shifts) {}

    static Stream<Case> cases() {
        SplittableRandom random = new SplittableRandom(11);
        return Stream.concat(
                Stream.of(
                        new Case(1, 1, 1, true),
                        new Case(7, 20, 5, true),
                        new Case(1, 4096, 4100, true),
                        new Case(513, 128, 260, false),
                        new Case(4100, 65, 63, true),
                        new Case(40, 1030, 1025, true)),
                // Most of them just above and below what is worth a call of its own.
                IntStream.range(0, 20)
                        .mapToObj(i -> new Case(
                                random.nextInt(100, 600),
                                random.nextInt(100, 400),
                                random.nextInt(100, 400),
                                random.nextBoolean())));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void addsUpProducts(Case sizes) {
        float[] x = drawn(sizes.rows() * sizes.in(), 1);
        float[] weight = drawn(sizes.units() * sizes.in(), 2);
        float[] bias = drawn(sizes.units(), 3);
        for (String engine : Engines.all()) {
            try (NDManager manager = Engines.manager(engine)) {
                Pass pass = new Pass(new ParameterStore(manager, false), false);
                NDArray rows = HostMemory.array(manager, x, new Shape(sizes.rows(), sizes.in()));
                NDArray matrix = HostMemory.array(manager, weight, new Shape(sizes.units(), sizes.in()));
                NDArray shift = sizes.shifts() ? HostMemory.array(manager, bias, new Shape(sizes.units())) : null;
                NDArray given = Linear.of(pass, rows, matrix, shift);
                NDArray ofMore = Linear.of(pass, rows.reshape(1, sizes.rows(), sizes.in()), matrix, shift);
                assertThat(ofMore.getShape()).isEqualTo(new Shape(1, sizes.rows(), sizes.units()));
                float[] values = given.toFloatArray();
                assertThat(ofMore.toFloatArray()).containsExactly(values);
                int step = 1 + values.length / 5000;
                for (int i = 0; i < values.length; i += step) {
                    int row = i / sizes.units();
                    int unit = i % sizes.units();
                    double sum = sizes.shifts() ? bias[unit] : 0;
                    for (int k = 0; k < sizes.in(); k++) {
                        sum += (double) x[row * sizes.in() + k] * weight[unit * sizes.in() + k];
                    }
                    assertThat((double) values[i]).isCloseTo(sum, within(1e-6 * sizes.in()));
                }
            }
        }
    }

    /** As networks that only answer compute them. */
    @ParameterizedTest
    @MethodSource("cases")
    void answersTheSameWithPackedMatrices(Case sizes) {
        for (String engine : Engines.all()) {
            try (NDManager manager = Engines.manager(engine)) {
                Pass pass = new Pass(new ParameterStore(manager, false), false);
                Linear linear = new Linear(sizes.units(), sizes.shifts());
                linear.setInitializer(
                        (parent, shape, type) ->
                                HostMemory.array(parent, drawn(Math.toIntExact(shape.size()), 7), shape),
                        parameter -> true);
                linear.initialize(manager, DataType.FLOAT32, new Shape(1, sizes.in()));
                NDList rows = new NDList(HostMemory.array(
                        manager, drawn(sizes.rows() * sizes.in(), 6), new Shape(1, sizes.rows(), sizes.in())));
                float[] plain = linear.forward(pass, rows).head().toFloatArray();
                linear.pack();
                linear.pack(); // as where a network holds it twice
                NDArray packed = linear.forward(pass, rows).head();
                assertThat(packed.getShape()).isEqualTo(new Shape(1, sizes.rows(), sizes.units()));
                Close.assertClose(packed.toFloatArray(), plain, 1e-5);
            }
        }
    }

    record Sequences(int texts, int length, int in, int units, boolean shifts) {}

    static Stream<Sequences> sequences() {
        return Stream.of(
                new Sequences(1, 100, 640, 640, true),
                new Sequences(12, 64, 128, 512, true),
                new Sequences(12, 64, 512, 128, false),
                new Sequences(5, 201, 130, 257, true),
                new Sequences(2, 33, 2000, 300, false),
                new Sequences(2, 20, 1000, 1000, true)); // too few rows
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void learnsFromSequencesByTheSums(Sequences sizes) {
        int rows = sizes.texts() * sizes.length();
        float[] x = drawn(rows * sizes.in(), 8);
        float[] weight = drawn(sizes.units() * sizes.in(), 9);
        float[] asked = drawn(rows * sizes.units(), 10);
        for (String engine : Engines.all()) {
            try (NDManager manager = Engines.manager(engine)) {
                Pass pass = new Pass(new ParameterStore(manager, false), true);
                Shape read = new Shape(sizes.texts(), sizes.length(), sizes.in());
                NDArray values = HostMemory.array(manager, x, read);
                NDArray matrix = HostMemory.array(manager, weight, new Shape(sizes.units(), sizes.in()));
                NDArray shift = sizes.shifts() ? manager.zeros(new Shape(sizes.units())) : null;
                values.setRequiresGradient(true);
                matrix.setRequiresGradient(true);
                try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
                    NDArray y = Linear.of(pass, values, matrix, shift);
                    tape.backward(y.mul(HostMemory.array(manager, asked, y.getShape()))
                            .sum());
                }
                float[] ofX = values.getGradient().toFloatArray();
                float[] ofWeight = matrix.getGradient().toFloatArray();
                for (int row = 0; row < rows; row += 7) {
                    for (int in = 0; in < sizes.in(); in += 11) {
                        double sum = 0;
                        for (int unit = 0; unit < sizes.units(); unit++) {
                            sum += (double) asked[row * sizes.units() + unit] * weight[unit * sizes.in() + in];
                        }
                        assertThat((double) ofX[row * sizes.in() + in]).isCloseTo(sum, within(1e-4));
                    }
                }
                for (int unit = 0; unit < sizes.units(); unit += 5) {
                    for (int in = 0; in < sizes.in(); in += 13) {
                        double sum = 0;
                        for (int row = 0; row < rows; row++) {
                            sum += (double) asked[row * sizes.units() + unit] * x[row * sizes.in() + in];
                        }
                        assertThat((double) ofWeight[unit * sizes.in() + in]).isCloseTo(sum, within(1e-4));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void givesGradientsOutsideOfTrainingToo(String engine) {
        float[] x = drawn(512 * 256, 4);
        try (NDManager manager = Engines.manager(engine)) {
            Pass pass = new Pass(new ParameterStore(manager, false), false);
            NDArray rows = HostMemory.array(manager, x, new Shape(512, 256));
            NDArray matrix = HostMemory.array(manager, drawn(200 * 256, 5), new Shape(200, 256));
            matrix.setRequiresGradient(true);
            try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
                tape.backward(Linear.of(pass, rows, matrix, null).sum());
            }
            float[] gradient = matrix.getGradient().toFloatArray();
            for (int column = 0; column < 256; column++) {
                double sum = 0;
                for (int row = 0; row < 512; row++) {
                    sum += x[row * 256 + column];
                }
                assertThat((double) gradient[100 * 256 + column]).isCloseTo(sum, within(1e-3));
            }
        }
    }

    private static float[] drawn(int count, long seed) {
        return Values.drawn(new SplittableRandom(seed), count);
    }
}
