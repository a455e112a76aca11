package io.bestiary.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.Samples;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.cnn.CifarResNet;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.spelling.Style;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of other tools: taken whole and right, or refused with all that differs. */
class ForeignWeightsTest {
    @TempDir
    private Path folder;

    static List<String> engines() {
        return Engines.all();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whatIsWrittenComesBack(String engine) {
        Path file = folder.resolve("resnet20.safetensors");
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(CifarResNet.resnet20(), manager, 3)) {
            ForeignWeights.write(file, network);
            try (Safetensors written = Safetensors.open(file)) {
                assertThat(written.tensors().get("bn1.num_batches_tracked").dtype())
                        .isEqualTo("I64");
                assertThat(written.tensors()
                                .get("bn1.num_batches_tracked")
                                .shape()
                                .dimension())
                        .isZero();
            }
            try (Network loaded = ForeignWeights.load(List.of(file), CifarResNet.resnet20(), manager)) {
                assertThat(Samples.outputs(loaded, Samples.batch(manager, CifarResNet.resnet20(), 2)))
                        .isEqualTo(Samples.outputs(network, Samples.batch(manager, CifarResNet.resnet20(), 2)));
            }
        }
    }

    @Test
    void namesAllThatDiffers() {
        Path file = folder.resolve("lenet5.safetensors");
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network network = Network.create(LeNet5.lenet5(), manager, 3)) {
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            network.parameters().forEach((name, parameter) -> tensors.put(name, parameter.getArray()));
            tensors.put("conv1.wieght", tensors.remove("conv1.weight"));
            tensors.put("fc1.weight", tensors.get("fc1.weight").transpose());
            tensors.put("fc2.bias", tensors.get("fc2.bias").toType(DataType.INT32, true));
            tensors.put("fc3.bias", manager.zeros(new ai.djl.ndarray.types.Shape(7)));
            Safetensors.write(file, tensors, Map.of());
            assertThatThrownBy(() -> ForeignWeights.load(List.of(file), LeNet5.lenet5(), manager))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(file + ": does not fit the network, 5 differences:")
                    .hasMessageContaining("conv1.weight: must be (6, 1, 5, 5), is missing; nearest is conv1.wieght")
                    .hasMessageContaining("conv1.wieght: is not in the network; nearest is conv1.weight")
                    .hasMessageContaining(
                            "fc1.weight: must be (120, 400) of F16, BF16, F32 or F64, got (400, 120) of F32, which is"
                                    + " transposed")
                    .hasMessageContaining("fc2.bias: must be (84) of F16, BF16, F32 or F64, got (84) of I32")
                    .hasMessageContaining("fc3.bias: must be (10) of F16, BF16, F32 or F64, got (7) of F32");
        }
    }

    @Test
    void refusesATensorThatIsInTwoFiles() {
        Path file = folder.resolve("lenet5.safetensors");
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network network = Network.create(LeNet5.lenet5(), manager, 3)) {
            ForeignWeights.write(file, network);
            assertThatThrownBy(() -> ForeignWeights.load(List.of(file, file), LeNet5.lenet5(), manager))
                    .hasMessageContaining("conv1.weight: must be in one file");
        }
    }

    /** Writes the parameters of a network as another tool would. */
    private Path file(NDManager manager, Network network, UnaryOperator<String> name, UnaryOperator<NDArray> value) {
        Path file = folder.resolve("other.safetensors");
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        network.parameters().forEach((own, parameter) -> {
            NDArray array = parameter.getArray();
            tensors.put(name.apply(own), own.contains(".c_") ? value.apply(array) : array);
        });
        network.parameters().keySet().stream()
                .filter(own -> own.equals("transformer.wte.weight"))
                .forEach(own -> {
                    tensors.put("lm_head.weight", tensors.get(name.apply(own)));
                    tensors.put("h.0.attn.bias", manager.ones(new ai.djl.ndarray.types.Shape(1, 1, 8, 8)));
                });
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    private void assertLoads(Architecture architecture, UnaryOperator<String> name, UnaryOperator<NDArray> value) {
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network network = Network.create(architecture, manager, 3)) {
            Path file = file(manager, network, name, value);
            try (Network loaded = ForeignWeights.load(List.of(file), architecture, manager)) {
                assertThat(Samples.outputs(loaded, Samples.batch(manager, architecture, 2)))
                        .isEqualTo(Samples.outputs(network, Samples.batch(manager, architecture, 2)));
            }
        }
    }

    private static Architecture small(String name, Map<String, ?> sizes) {
        return Hyperparameters.with(Zoo.find(name).orElseThrow().architecture(), sizes);
    }

    private static final Map<String, Object> SIZES =
            Map.of("vocabulary", 11, "hidden_size", 12, "layers", 2, "heads", 3);

    @Test
    void takesGpt2WithItsMatricesTransposedItsHeadTwiceAndItsMasks() {
        Map<String, Object> sizes = new LinkedHashMap<>(SIZES);
        sizes.put("context", 8);
        assertLoads(small("gpt2", sizes), name -> name.substring("transformer.".length()), NDArray::transpose);
    }

    @Test
    void takesWhatRanOnSeveralDevices() {
        assertLoads(LeNet5.lenet5(), name -> "module." + name, array -> array);
    }

    @Test
    void takesOldFilesOfBert() {
        Map<String, Object> sizes = new LinkedHashMap<>(SIZES);
        sizes.put("feed_forward", 20);
        assertLoads(
                small("bert_tiny", sizes),
                name -> "bert."
                        + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                                .replace("LayerNorm.bias", "LayerNorm.beta"),
                array -> array);
    }

    @Test
    void writesWhatItReadsInEveryStyle() {
        Map<String, Object> sizes = Map.of("depths", List.of(1, 1, 1, 1), "widths", List.of(8, 8, 8, 8), "classes", 3);
        Architecture convNeXt = small("convnext_tiny", sizes);
        Path file = folder.resolve("convnext.safetensors");
        try (NDManager manager = Engines.manager(Engines.all().get(0));
                Network network = Network.create(convNeXt, manager, 3)) {
            ForeignWeights.write(file, network, convNeXt, Style.TIMM);
            try (Network loaded = ForeignWeights.load(List.of(file), convNeXt, manager)) {
                network.parameters()
                        .forEach((name, parameter) -> assertThat(
                                        loaded.parameters().get(name).getArray().toFloatArray())
                                .isEqualTo(parameter.getArray().toFloatArray()));
            }
            Architecture other = Zoo.find("efficientnet_b0").orElseThrow().architecture();
            assertThatThrownBy(() -> ForeignWeights.write(file, network, other, Style.HUGGINGFACE))
                    .hasMessage("style: must be one of [torchvision, timm] for EfficientNet, got huggingface");
        }
    }

    @Test
    void refusesLlama2cOfOtherSizes() throws IOException {
        Path file = folder.resolve("model.bin");
        ByteBuffer header = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
        for (int size : new int[] {64, 172, 5, 8, 4, 512, 512}) {
            header.putInt(size);
        }
        Files.write(file, header.array());
        Architecture llama = Zoo.find("llama_stories260k").orElseThrow().architecture();
        try (NDManager manager = Engines.manager(Engines.all().get(0))) {
            assertThatThrownBy(() -> ForeignWeights.load(List.of(file), llama, manager))
                    .hasMessage(file + ": must have 1056540 bytes for these sizes, got 28");
            assertThatThrownBy(() -> ForeignWeights.load(
                            List.of(file), Hyperparameters.with(llama, Map.of("layers", 6)), manager))
                    .hasMessage(file + ": layers: must be 6 as in the network, got 5");
            assertThatThrownBy(() -> ForeignWeights.load(List.of(file), LeNet5.lenet5(), manager))
                    .hasMessage(file + ": must be safetensors, as a .bin of llama2.c holds a Llama, not a LeNet5");
        }
    }
}
