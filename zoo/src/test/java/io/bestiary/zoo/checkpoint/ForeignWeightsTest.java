package io.bestiary.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.bestiary.zoo.Engines;
import io.bestiary.zoo.Samples;
import io.bestiary.zoo.cnn.CifarResNet;
import io.bestiary.zoo.cnn.LeNet5;
import io.bestiary.zoo.nn.Network;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
                            "fc1.weight: must be (120, 400) of F16, BF16, F32 or F64, got (400, 120) of F32, which is transposed")
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
}
