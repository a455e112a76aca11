package io.bestiary.zoo;

import static io.bestiary.zoo.Close.assertClose;
import static io.bestiary.zoo.Close.assertFinite;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.bestiary.zoo.checkpoint.Safetensors;
import io.bestiary.zoo.gan.CycleGan;
import io.bestiary.zoo.gan.Pix2Pix;
import io.bestiary.zoo.golden.Values;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.ImageClassification;
import io.bestiary.zoo.nn.ImageSegmentation;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered network keeps to, at its published size. */
class ArchitectureContractTest {

    /** Above this many parameters a network is counted and traced, but takes no memory: its small twin is computed. */
    private static final long LARGE = 100_000_000;

    static Stream<ZooEntry> networks() {
        return Zoo.entries().stream().filter(entry -> !isLarge(entry));
    }

    private static boolean isLarge(ZooEntry entry) {
        return Outline.of(entry.architecture()).parameterCount() > LARGE;
    }

    static Stream<ZooEntry> all() {
        return Zoo.entries().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasThePublishedCount(ZooEntry entry) throws IOException {
        assertThat(Outline.of(entry.architecture()).parameterCount()).isEqualTo(publishedCount(entry.name()));
    }

    /** Where parts are published apart; torch.nn.Transformer adds a norm after encoder and decoder, and has no tables. */
    @ParameterizedTest
    @CsvSource({
        "dcgan64, generator\\..*, 0, dcgan_generator_64",
        "dcgan64, discriminator\\..*, 0, dcgan_discriminator_64",
        "pix2pix, generator\\..*, 0, pix2pix_generator",
        "pix2pix, discriminator\\..*, 0, pix2pix_discriminator",
        "cyclegan, generator\\..*, 0, cyclegan_generator_9",
        "cyclegan, discriminator\\..*, 0, cyclegan_discriminator",
        "transformer_base, transformer\\..*, 2048, transformer_base_core"
    })
    void itsPartsHaveThePublishedCounts(String name, String part, long more, String published) throws IOException {
        Outline outline = Outline.of(Zoo.find(name).orElseThrow().architecture());
        long sum = outline.trainable().stream()
                .filter(parameter -> parameter.matches(part))
                .mapToLong(parameter -> outline.parameters().get(parameter).size())
                .sum();
        assertThat(sum + more).isEqualTo(publishedCount(published));
    }

    /** Networks of a billion parameters too: shapes take no memory. */
    @ParameterizedTest
    @MethodSource("all")
    void drawsTheShapesOfABatch(ZooEntry entry) {
        assertThat(outputShape(entry.architecture(), 3).get(0)).isEqualTo(3);
    }

    static Stream<Arguments> networksAndEngines() {
        return networks().flatMap(entry -> Engines.all().stream().map(engine -> Arguments.of(entry, engine)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("networksAndEngines")
    @Tag("slow")
    void countsComputesAndLearns(ZooEntry entry, String engine) throws IOException {
        Architecture architecture = tried(entry.architecture());
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(architecture, manager, 1)) {
            assertThat(trainable(network)).isEqualTo(Outline.of(architecture).parameterCount());
            rowsDoNotDependOnTheBatch(architecture, network, manager);
            gradientsReachEveryParameter(architecture, network, manager);
        }
    }

    /**
     * The network as it is tried: without stochastic depth, as a unit that is skipped has no gradient; and with small pictures
     * where a network makes something of every pixel, which takes long.
     */
    private static Architecture tried(Architecture architecture) {
        if (architecture instanceof ImageSegmentation || architecture instanceof CycleGan) {
            return Hyperparameters.with(architecture, Map.of("image_size", 32));
        }
        if (architecture instanceof Pix2Pix) {
            return Hyperparameters.with(architecture, Map.of("image_size", 32, "depth", 5));
        }
        return Hyperparameters.values(architecture).containsKey("stochastic_depth")
                ? Hyperparameters.with(architecture, Map.of("stochastic_depth", 0.0))
                : architecture;
    }

    private static long trainable(Network network) {
        return network.parameters().values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(parameter -> parameter.getArray().size())
                .sum();
    }

    private static long publishedCount(String name) throws IOException {
        try (InputStream csv = ArchitectureContractTest.class.getResourceAsStream("/parameter-counts.csv")) {
            Map<String, String> counts = new String(csv.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(2)
                    .map(line -> line.split(",", -1))
                    .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
            assertThat(counts).containsKey(name);
            return Long.parseLong(counts.get(name));
        }
    }

    private static void rowsDoNotDependOnTheBatch(Architecture architecture, Network network, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            NDList inputs = Samples.batch(scope, architecture, 3);
            NDArray together = network.forward(inputs, false).head();
            assertThat(together.getShape()).isEqualTo(outputShape(architecture, 3));
            assertFinite(together.toFloatArray());
            float[] alone =
                    network.forward(Samples.row(inputs, 1), false).head().toFloatArray();
            assertClose(together.get(1).toFloatArray(), alone, 1e-4);
        }
    }

    /** The shape that is drawn must be the shape that is computed; a classifier's is known. */
    private static Shape outputShape(Architecture architecture, int examples) {
        Shape drawn = Outline.of(
                        architecture,
                        architecture.inputs().stream()
                                .map(spec -> spec.batch(examples))
                                .toArray(Shape[]::new))
                .output();
        if (architecture instanceof ImageClassification classification) {
            assertThat(drawn).isEqualTo(new Shape(examples, classification.classes()));
        }
        return drawn;
    }

    private static void gradientsReachEveryParameter(Architecture architecture, Network network, NDManager manager) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector tape = manager.getEngine().newGradientCollector()) {
            NDArray output =
                    network.forward(Samples.batch(scope, architecture, 2), true).head();
            tape.backward(output.mul(Values.array(scope, "factor", output.getShape(), 0))
                    .sum());
        }
        network.parameters().forEach((name, parameter) -> {
            if (parameter.requiresGradient()) {
                float[] gradient = parameter.getArray().getGradient().toFloatArray();
                assertFinite(gradient);
                assertThat(isZero(gradient)).as("gradient of %s is zero", name).isFalse();
            }
        });
    }

    private static boolean isZero(float[] values) {
        return IntStream.range(0, values.length).allMatch(i -> values[i] == 0);
    }

    @ParameterizedTest
    @MethodSource("networks")
    @Tag("slow")
    void savedAndLoadedItIsTheSameOnEveryEngine(ZooEntry entry, @TempDir Path folder) {
        Architecture architecture = tried(entry.architecture());
        Path file = folder.resolve("weights.safetensors");
        Map<String, float[]> outputs = new LinkedHashMap<>();
        float[] expected;
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network network = Network.create(architecture, manager, 2)) {
            expected = Samples.outputs(network, Samples.batch(manager, architecture, 2));
            Map<String, NDArray> weights = new LinkedHashMap<>();
            network.parameters().forEach((name, parameter) -> weights.put(name, parameter.getArray()));
            Safetensors.write(file, weights, Map.of());
        }
        for (String engine : Engines.all()) {
            try (NDManager manager = Engines.manager(engine);
                    Safetensors weights = Safetensors.open(file);
                    Network network = Network.load(architecture, manager, name -> weights.array(name, manager))) {
                outputs.put(engine, Samples.outputs(network, Samples.batch(manager, architecture, 2)));
            }
        }
        assertThat(outputs.get(Engines.all().get(0))).isEqualTo(expected);
        outputs.values().forEach(output -> assertClose(output, expected, 1e-4));
    }
}
