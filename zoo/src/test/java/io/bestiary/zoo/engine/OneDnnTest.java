package io.bestiary.zoo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that embeds the library has no launcher that sets variables for it, and must get right numbers all the same. */
class OneDnnTest {
    private static final int[][] SIZES = { // pictures, channels in, channels out, height and width, kernel
        {1, 1, 6, 28, 5}, {4, 16, 16, 16, 3}, {2, 32, 64, 14, 1}, {4, 24, 64, 16, 7}, {14, 24, 48, 17, 5},
    };

    @TempDir
    private Path folder;

    /** Prints the largest error of convolutions on PyTorch, relative to the largest output. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            Random random = new Random(3);
            double worst = 0;
            try (NDManager manager = Backend.of("pytorch", "cpu").newManager()) {
                for (int[] size : SIZES) {
                    worst = Math.max(worst, error(manager, random, size[0], size[1], size[2], size[3], size[4]));
                }
            }
            System.out.printf(Locale.ROOT, "error %.9f%n", worst);
        }

        private static double error(NDManager manager, Random random, int b, int in, int out, int size, int kernel) {
            float[] x = gaussian(random, b * in * size * size);
            float[] w = gaussian(random, out * in * kernel * kernel);
            int after = size - kernel + 1;
            NDArray y = Conv2d.conv2d(
                            HostMemory.array(manager, x, new Shape(b, in, size, size)),
                            HostMemory.array(manager, w, new Shape(out, in, kernel, kernel)),
                            HostMemory.array(manager, new float[out], new Shape(out)))
                    .head();
            float[] given = y.toFloatArray();
            double error = 0;
            double largest = 0;
            for (int i = 0; i < given.length; i++) {
                int column = i % after;
                int row = i / after % after;
                int filter = i / (after * after) % out;
                int picture = i / (after * after * out);
                double sum = 0;
                for (int c = 0; c < in; c++) {
                    for (int p = 0; p < kernel; p++) {
                        for (int q = 0; q < kernel; q++) {
                            sum += (double) x[((picture * in + c) * size + row + p) * size + column + q]
                                    * w[((filter * in + c) * kernel + p) * kernel + q];
                        }
                    }
                }
                error = Math.max(error, Math.abs(sum - given[i]));
                largest = Math.max(largest, Math.abs(sum));
            }
            return error / largest;
        }

        private static float[] gaussian(Random random, int count) {
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return values;
        }
    }

    @Test
    void convolutionsAreRightWithoutAVariableFromOutside() throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        child.environment().remove("ONEDNN_MAX_CPU_ISA");
        int exit = child.start().waitFor();
        String said = Files.readString(log);
        assertThat(exit).as(said).isZero();
        assertThat(Double.parseDouble(said.replaceFirst("(?s).*error ([0-9.]+).*", "$1")))
                .as(said)
                .isLessThan(1e-5);
    }

    @Test
    void knowsTheProcessorsThatItErrsOn() {
        assertThat(OneDnn.errsOn(List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 26")))
                .isTrue();
        assertThat(OneDnn.errsOn(List.of("vendor_id\t: AuthenticAMD", "cpu family\t: 25")))
                .isFalse();
        assertThat(OneDnn.errsOn(List.of("vendor_id\t: GenuineIntel", "cpu family\t: 26")))
                .isFalse();
        assertThat(OneDnn.errsOn(List.of())).isFalse();
    }
}
