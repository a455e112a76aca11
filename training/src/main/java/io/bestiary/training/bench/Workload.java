package io.bestiary.training.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.Seeds;
import io.bestiary.zoo.cnn.CifarResNet;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Cell;
import io.bestiary.zoo.rnn.RecurrentLanguageModel;
import io.bestiary.zoo.transformer.Gpt2;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A network with inputs of a fixed shape, the same as the peers': float32, cross entropy, AdamW, random values that are on
 * the device before the clock starts.
 *
 * @param name network, batch and length
 * @param unit what is counted
 * @param work units in a step
 * @param classes logits on the last axis of the output
 */
record Workload(
        String name,
        String unit,
        int work,
        Architecture architecture,
        List<HostTensor> inputs,
        HostTensor targets,
        int classes) {

    private static final long SEED = 1;

    /** All workloads, in the order of the peers. */
    static List<Workload> all() {
        return List.of(
                pictures("lenet5-b64", LeNet5.lenet5(), 64, 1, 28),
                pictures("resnet20-b128", CifarResNet.resnet20(), 128, 3, 32),
                tokens(
                        "charlstm-b32-t64",
                        new RecurrentLanguageModel(
                                65, 64, Cell.LSTM, 128, 128, 2, 0, RecurrentLanguageModel.Output.OWN),
                        32,
                        64),
                tokens("gpt-4x128-b12-t64", new Gpt2(65, 64, 128, 4, 4, Gpt2.Biases.ALL, Gpt2.Gelu.EXACT, 0), 12, 64),
                pairs("translator-3x128-b64-t16", 64, 16, 8000));
    }

    /** Finds a workload by its name. */
    static Workload find(String name) {
        return all().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("workload: must be one of " + names() + ", got " + name));
    }

    static List<String> names() {
        return all().stream().map(Workload::name).toList();
    }

    private static Workload pictures(String name, Architecture architecture, int batch, int channels, int side) {
        SplittableRandom random = Seeds.of(SEED, name);
        float[] values = new float[batch * channels * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1.7, 1.7);
        }
        return new Workload(
                name,
                "images",
                batch,
                architecture,
                List.of(HostTensor.floats(values, batch, channels, side, side)),
                ids(random, 10, batch),
                10);
    }

    private static Workload tokens(String name, Architecture architecture, int batch, int length) {
        SplittableRandom random = Seeds.of(SEED, name);
        return new Workload(
                name,
                "tokens",
                batch * length,
                architecture,
                List.of(ids(random, 65, batch, length)),
                ids(random, 65, (long) batch * length),
                65);
    }

    private static Workload pairs(String name, int batch, int length, int vocabulary) {
        SplittableRandom random = Seeds.of(SEED, name);
        return new Workload(
                name,
                "tokens",
                batch * length,
                new PeerTranslator(vocabulary, length),
                List.of(ids(random, vocabulary, batch, length), ids(random, vocabulary, batch, length)),
                ids(random, vocabulary, (long) batch * length),
                vocabulary);
    }

    private static HostTensor ids(SplittableRandom random, int bound, long... shape) {
        long[] ids = new long[Math.toIntExact(new Shape(shape).size())];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = random.nextInt(bound);
        }
        return HostTensor.longs(ids, shape);
    }

    /** The output as one row of logits for each target. */
    NDArray logits(NDList output) {
        return output.head().reshape(-1, classes);
    }
}
