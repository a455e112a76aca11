package io.bestiary.zoo;

import static io.bestiary.zoo.Close.assertFinite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.cnn.SqueezeNet;
import io.bestiary.zoo.encoderdecoder.Vae;
import io.bestiary.zoo.gan.Adversarial;
import io.bestiary.zoo.gan.Dcgan;
import io.bestiary.zoo.gan.MlpGan;
import io.bestiary.zoo.golden.Values;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights that others trained fit the networks that they belong to, and make them do what they were trained for. */
class PretrainedTest {
    /** Where the fire modules of the Caffe file are in torchvision's numbering. */
    private static final Map<String, String> FIRES = Map.of(
            "fire2", "3", "fire3", "4", "fire4", "5", "fire5", "7", "fire6", "8", "fire7", "9", "fire8", "10", "fire9",
            "12");

    private static final Map<String, String> FILTERS =
            Map.of("conv1x1_1", "squeeze", "conv1x1_2", "expand1x1", "conv3x3_2", "expand3x3");

    /** A picture comes out as it went in: nearer to itself than to any other of the batch. */
    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void theVariationalAutoencoderDrawsWhatItSees(String engine) throws IOException {
        int pictures = 100;
        try (NDManager manager = Engines.manager(engine);
                Network network = Pretrained.load(
                        Vae.vaeMnist(), manager, PretrainedMnist.FOLDER + "vae_epoch_25.safetensors", "")) {
            NDArray seen = manager.create(PretrainedMnist.pixels(0, pictures), new Shape(pictures, 1, 28, 28));
            NDArray drawn = network.forward(new NDList(seen), false).head();
            long[] nearest = drawn.reshape(pictures, 1, 784)
                    .sub(seen.reshape(1, pictures, 784))
                    .square()
                    .sum(new int[] {2})
                    .argMin(1)
                    .toLongArray();
            for (int i = 0; i < pictures; i++) {
                assertThat(nearest[i]).isEqualTo(i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void theDiscriminatorOfTheMlpGanFits(String engine) {
        try (NDManager manager = Engines.manager(engine);
                Network network = Pretrained.load(
                        MlpGan.mlpGan(), manager, PretrainedMnist.FOLDER + "D--300.safetensors", "discriminator.")) {
            judges(network, manager, 28);
        }
    }

    /** It was trained on 28 pixels with padding at its last layer; the layers are those for 32 pixels. */
    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void theDiscriminatorOfDcganFits(String engine) {
        Dcgan dcgan = new Dcgan(100, 64, 32, 1);
        try (NDManager manager = Engines.manager(engine);
                Network network = Pretrained.load(
                        dcgan, manager, PretrainedMnist.FOLDER + "netD_epoch_99.safetensors", "discriminator.")) {
            judges(network, manager, 32);
        }
    }

    private static void judges(Network network, NDManager manager, int side) {
        NDList pictures = Samples.pictures(manager, 2, 1, side);
        NDArray scores = network.forward(((Adversarial) network.block()).discriminator(), pictures, false)
                .head();
        assertThat(scores.getShape()).isEqualTo(new Shape(2, 1));
        assertFinite(scores.toFloatArray());
    }

    /** The logits are what torchvision computes of the same weights. */
    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void squeezeNetComputesWhatTorchvisionComputes(String engine) {
        try (NDManager manager = Engines.manager(engine);
                Network network = Pretrained.load(
                        SqueezeNet.squeezenet10(),
                        manager,
                        "squeezenet10-deepcompressed/squeezenet10_decoded.safetensors",
                        "",
                        PretrainedTest::ofTorchvision)) {
            NDArray picture = manager.create(Values.of("input.0", new Shape(1, 3, 227, 227)), new Shape(1, 3, 227, 227))
                    .mul(100);
            float[] logits = network.forward(new NDList(picture), false).head().toFloatArray();
            Map.of(611, 9.4008f, 533, 9.0812f, 489, 8.8356f, 955, 8.4935f, 735, 8.0647f)
                    .forEach((label, logit) -> assertThat(logits[label]).isCloseTo(logit, within(1e-3f)));
        }
    }

    private static String ofTorchvision(String tensor) {
        String layer = tensor.substring(0, tensor.length() - 2);
        String kind = tensor.endsWith(".w") ? ".weight" : ".bias";
        if (layer.equals("conv1")) {
            return "features.0" + kind;
        }
        if (layer.equals("conv_final")) {
            return "classifier.1" + kind;
        }
        String[] names = layer.split("\\.", -1);
        return "features." + FIRES.get(names[0]) + "." + FILTERS.get(names[1]) + kind;
    }
}
