package io.bestiary.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.encoderdecoder.ConditionalVae;
import io.bestiary.zoo.encoderdecoder.UNet;
import io.bestiary.zoo.encoderdecoder.Vae;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Generative;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks for pictures promise beside their numbers. */
class PictureNetworksTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        unet             | image_size | 15 | image_size: must be at least 16 for a depth of 4, got 15
        unet             | depth      | 9  | image_size: must be at least 512 for a depth of 9, got 128
        conv_autoencoder | image_size | 30 | image_size: must be divisible by 4 for the levels [16, 32], got 30
        vit_tiny         | patch      | 15 | patch: must divide image_size 224, got 15
        vit_tiny         | heads      | 5  | heads: must divide hidden_size 192, got 5
        swin_tiny        | width      | 100 | heads: must divide hidden_size 100, got 3
        pix2pix          | image_size | 128 | image_size: must be divisible by 256 for a depth of 8, got 128
        cyclegan         | image_size | 30 | image_size: must be divisible by 4, got 30
        """)
    void refuseSizesThatCannotBe(String name, String hyperparameter, int value, String message) {
        Architecture preset = Zoo.find(name).orElseThrow().architecture();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Hyperparameters.with(preset, Map.of(hyperparameter, value)))
                .withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 33, 47, 100})
    void aSegmentationHasTheSizeOfItsPicture(int side) {
        assertThat(Outline.of(UNet.unetSmall(), new Shape(1, 3, side, side + 1)).output())
                .isEqualTo(new Shape(1, 2, side, side + 1));
    }

    /** As the doors for generators want it: a vector and, if asked for, a class give a picture in [-1, 1]. */
    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void decodersOfVariationalAutoencodersDraw(String engine) {
        try (NDManager manager = Engines.manager(engine);
                Network plain = Network.create(Vae.vaeMnist(), manager, 1);
                Network conditional = Network.create(ConditionalVae.conditionalVae(), manager, 1)) {
            NDArray latent = manager.ones(new Shape(3, 20));
            drawsPictures(plain, new NDList(latent));
            drawsPictures(conditional, new NDList(latent, manager.create(new long[] {0, 5, 9})));
        }
    }

    private static void drawsPictures(Network network, NDList inputs) {
        NDArray drawn = network.forward(((Generative) network.block()).generator(), inputs, false)
                .singletonOrThrow();
        assertThat(drawn.getShape()).isEqualTo(new Shape(3, 1, 28, 28));
        assertThat(drawn.min().getFloat()).isBetween(-1f, 0f);
        assertThat(drawn.max().getFloat()).isBetween(0f, 1f);
    }

    /** In training the latent vector strays around the mean, as the engine's seed says; in evaluation it does not. */
    @ParameterizedTest
    @MethodSource("io.bestiary.zoo.Engines#all")
    void aVariationalAutoencoderStraysInTrainingAlone(String engine) {
        try (NDManager manager = Engines.manager(engine);
                Network network = Network.create(Vae.vaeMnist(), manager, 1)) {
            NDList picture = new NDList(manager.ones(new Shape(1, 1, 28, 28)));
            float[] first = drawn(network, picture, true);
            assertThat(drawn(network, picture, true)).isNotEqualTo(first);
            manager.getEngine().setRandomSeed(7);
            float[] seeded = drawn(network, picture, true);
            manager.getEngine().setRandomSeed(7);
            assertThat(drawn(network, picture, true)).isEqualTo(seeded);
            assertThat(drawn(network, picture, false)).isEqualTo(drawn(network, picture, false));
        }
    }

    private static float[] drawn(Network network, NDList picture, boolean training) {
        return network.forward(picture, training).head().toFloatArray();
    }
}
