package io.bestiary.zoo.nn;

import static io.bestiary.zoo.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.engine.OneDnn;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engines have kernels of their own, which go by the numbers of channels, filters and groups: held against the sums. */
class ConvolutionTest {
    private static final int PICTURES = 2;

    /** Side is the pictures' height and width. */
    private record Case(int channels, int filters, int kernel, int stride, int groups, int side, int padding) {
        Case(int channels, int filters, int kernel, int stride, int groups, int side) {
            this(channels, filters, kernel, stride, groups, side, kernel / 2);
        }

        int after() {
            return (side + 2 * padding() - kernel) / stride + 1;
        }
    }

    static Stream<Case> cases() {
        Stream<Case> channels = Stream.of(1, 3, 8, 9, 12, 16, 20, 24, 31, 32, 48)
                .flatMap(count -> Stream.of(1, 3, 4).map(kernel -> new Case(count, 16, kernel, 1, 1, 9)));
        Stream<Case> filters = Stream.of(1, 2, 6, 8, 10, 15, 17, 20, 24, 32)
                .flatMap(count -> Stream.of(1, 3, 4).map(kernel -> new Case(16, count, kernel, 1, 1, 9)));
        Stream<Case> strides = Stream.of(
                new Case(24, 40, 3, 2, 1, 9),
                new Case(20, 20, 5, 2, 1, 8),
                new Case(3, 20, 7, 2, 1, 20),
                new Case(16, 32, 1, 2, 1, 9),
                new Case(512, 64, 1, 2, 1, 7),
                new Case(512, 1024, 1, 2, 1, 4));
        Stream<Case> groups = Stream.of(
                new Case(24, 24, 3, 1, 24, 9),
                new Case(24, 24, 5, 2, 24, 9),
                new Case(48, 48, 3, 1, 2, 9),
                new Case(24, 48, 3, 2, 3, 9),
                new Case(40, 20, 1, 1, 2, 9),
                new Case(32, 32, 1, 2, 2, 9));
        Stream<Case> onePlace = Stream.of(1, 8, 15, 20).map(count -> new Case(count, 20, 7, 1, 1, 7, 0));
        Stream<Case> few = Stream.of(1, 2, 3)
                .flatMap(count -> Stream.of(1, 2, 6, 20).map(number -> new Case(count, number, 5, 1, 1, 9)));
        SplittableRandom random = new SplittableRandom(5);
        Stream<Case> drawn = Stream.generate(() -> draw(random)).limit(150);
        return Stream.of(channels, filters, strides, groups, onePlace, few, drawn)
                .flatMap(all -> all);
    }

    /** Any sizes: the engines' kernels err where nobody would look. */
    private static Case draw(SplittableRandom random) {
        int groups = random.nextInt(3) == 0 ? random.nextInt(2, 5) : 1;
        int most = 100 / groups;
        return new Case(
                groups * random.nextInt(1, most),
                groups * random.nextInt(1, most),
                List.of(1, 2, 3, 4, 5, 7).get(random.nextInt(6)),
                random.nextInt(1, 3),
                groups,
                random.nextInt(1, 9));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isTheSumOverWindowsAndSoAreItsGradients(Case sizes) {
        SplittableRandom random = new SplittableRandom(3);
        float[] x = Values.drawn(random, PICTURES * sizes.channels() * sizes.side() * sizes.side());
        float[] weight = Values.drawn(
                random, sizes.filters() * sizes.channels() / sizes.groups() * sizes.kernel() * sizes.kernel());
        float[] bias = Values.drawn(random, sizes.filters());
        float[] asked = Values.drawn(random, PICTURES * sizes.filters() * sizes.after() * sizes.after());
        List<float[]> expected = sums(sizes, x, weight, bias, asked);
        for (String engine : Engines.all()) {
            for (boolean constant : new boolean[] {false, true}) {
                List<float[]> given = computed(engine, sizes, constant, x, weight, bias, asked);
                for (int i = 0; i < given.size(); i++) {
                    assertClose(given.get(i), expected.get(i), 1e-4);
                }
            }
        }
    }

    static Stream<Case> casesWithoutGroups() {
        return cases().filter(sizes -> sizes.groups() == 1);
    }

    /** As networks that only answer compute it on PyTorch: with packed filters, where this processor is right with them. */
    @ParameterizedTest
    @MethodSource("casesWithoutGroups")
    void isTheSumOverWindowsWithChannelsLast(Case sizes) {
        SplittableRandom random = new SplittableRandom(4);
        Shape pictures = new Shape(PICTURES, sizes.channels(), sizes.side(), sizes.side());
        Shape windows = new Shape(sizes.filters(), sizes.channels(), sizes.kernel(), sizes.kernel());
        float[] x = Values.drawn(random, Math.toIntExact(pictures.size()));
        float[] weight = Values.drawn(random, Math.toIntExact(windows.size()));
        float[] bias = Values.drawn(random, sizes.filters());
        float[] expected = sums(
                        sizes, x, weight, bias, new float[PICTURES * sizes.filters() * sizes.after() * sizes.after()])
                .get(0);
        try (NDManager manager = Engines.manager("PyTorch")) {
            Pass pass = new Pass(new ParameterStore(manager, false), false);
            NDArray filters = HostMemory.array(manager, weight, windows);
            NDArray shift = HostMemory.array(manager, bias, new Shape(sizes.filters()));
            NDArray seen = HostMemory.array(manager, x, pictures);
            Window window = new Window(sizes.kernel(), sizes.stride(), sizes.padding(), Window.Ending.INSIDE);
            Optional<ChannelsLast.Way> way =
                    OneDnn.packsFilters(filters) ? ChannelsLast.of(filters, window) : Optional.empty();
            NDArray y = way.map(found -> found.convolve(pass, seen, shift))
                    .orElseGet(() -> convolved(sizes, seen, filters, shift));
            assertThat(y.getShape()).isEqualTo(new Shape(PICTURES, sizes.filters(), sizes.after(), sizes.after()));
            assertClose(y.toFloatArray(), expected, 1e-4);
            // What it puts out is read by the next as it lies.
            assertClose(y.add(1).reshape(PICTURES, -1).toFloatArray(), plusOne(expected), 1e-4);
        }
    }

    private static float[] plusOne(float[] values) {
        float[] more = values.clone();
        for (int i = 0; i < more.length; i++) {
            more[i]++;
        }
        return more;
    }

    /**
     * The output without and with gradients recorded, and the gradients of bias, weights and, unless they are constant,
     * pictures.
     */
    private static List<float[]> computed(
            String engine, Case sizes, boolean constant, float[] x, float[] weight, float[] bias, float[] asked) {
        try (NDManager manager = Engines.manager(engine)) {
            int k = sizes.kernel();
            NDArray pictures =
                    HostMemory.array(manager, x, new Shape(PICTURES, sizes.channels(), sizes.side(), sizes.side()));
            NDArray windows = HostMemory.array(
                    manager, weight, new Shape(sizes.filters(), sizes.channels() / sizes.groups(), k, k));
            NDArray shift = HostMemory.array(manager, bias, new Shape(sizes.filters()));
            float[] unrecorded = convolved(sizes, pictures, windows, shift).toFloatArray();
            List<NDArray> learnt = constant ? List.of(shift, windows) : List.of(shift, windows, pictures);
            learnt.forEach(array -> array.setRequiresGradient(true));
            try (GradientCollector tape = manager.getEngine().newGradientCollector()) {
                NDArray y = convolved(sizes, pictures, windows, shift);
                tape.backward(
                        y.mul(HostMemory.array(manager, asked, y.getShape())).sum());
                return Stream.concat(
                                Stream.of(unrecorded, y.toFloatArray()),
                                learnt.stream().map(array -> array.getGradient().toFloatArray()))
                        .toList();
            }
        }
    }

    private static NDArray convolved(Case sizes, NDArray x, NDArray weight, NDArray bias) {
        Shape stride = new Shape(sizes.stride(), sizes.stride());
        Shape padding = new Shape(sizes.padding(), sizes.padding());
        return Convolution.of(x, weight, bias, stride, padding, sizes.groups());
    }

    private static List<float[]> sums(Case sizes, float[] x, float[] weight, float[] bias, float[] asked) {
        int side = sizes.side();
        int after = sizes.after();
        int k = sizes.kernel();
        int seen = sizes.channels() / sizes.groups();
        double[] y = new double[asked.length];
        double[] ofX = new double[x.length];
        double[] ofWeight = new double[weight.length];
        double[] ofBias = new double[bias.length];
        for (int o = 0; o < y.length; o++) {
            int filter = o / (after * after) % sizes.filters();
            int picture = o / (after * after * sizes.filters());
            int group = filter / (sizes.filters() / sizes.groups());
            y[o] = bias[filter];
            ofBias[filter] += asked[o];
            for (int w = 0; w < seen * k * k; w++) {
                int row = o / after % after * sizes.stride() + w / k % k - sizes.padding();
                int column = o % after * sizes.stride() + w % k - sizes.padding();
                if (row >= 0 && row < side && column >= 0 && column < side) {
                    int channel = group * seen + w / (k * k);
                    int i = ((picture * sizes.channels() + channel) * side + row) * side + column;
                    int v = filter * seen * k * k + w;
                    y[o] += (double) x[i] * weight[v];
                    ofX[i] += (double) asked[o] * weight[v];
                    ofWeight[v] += (double) asked[o] * x[i];
                }
            }
        }
        return List.of(narrowed(y), narrowed(y), narrowed(ofBias), narrowed(ofWeight), narrowed(ofX));
    }

    private static float[] narrowed(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
