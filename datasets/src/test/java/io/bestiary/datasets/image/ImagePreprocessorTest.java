package io.bestiary.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arithmetic of pictures, against PyTorch and Pillow. */
class ImagePreprocessorTest {
    private static final JsonNode ARITHMETIC = Pictures.fixture("arithmetic.json");

    static Stream<JsonNode> resized() {
        return StreamSupport.stream(ARITHMETIC.get("resized").spliterator(), false);
    }

    static Stream<JsonNode> turned() {
        return StreamSupport.stream(ARITHMETIC.get("turned").spliterator(), false);
    }

    private static PixelImage picture(String name) {
        return Pictures.of(ARITHMETIC.get(name));
    }

    /** Sums are float here and double there, so a value at the edge between two levels may fall to either side. */
    @ParameterizedTest
    @MethodSource("resized")
    void resizesAsPyTorchDoes(JsonNode one) {
        PixelImage expected = Pictures.of(one.get("result"));
        Resize mode = Resize.valueOf(one.get("mode").textValue().toUpperCase(Locale.ROOT));
        PixelImage result =
                Resampler.resize(picture(one.get("of").textValue()), expected.height(), expected.width(), mode);
        assertThat(Pictures.distance(result, expected)).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("turned")
    void turnsAsPyTorchDoes(JsonNode one) {
        PixelImage result = Geometry.rotate(
                picture(one.get("of").textValue()), one.get("degrees").doubleValue());
        assertThat(Pictures.distance(result, Pictures.of(one.get("result")))).isLessThanOrEqualTo(1);
    }

    @Test
    void makesGreyAsPillowDoes() {
        assertThat(Pictures.distance(Colours.grey(picture("colour")), picture("luma")))
                .isZero();
        assertThat(Pictures.distance(Colours.grey(Colours.colour(picture("grey"))), picture("grey")))
                .isZero();
    }

    @Test
    void standardisesAsPyTorchDoes() {
        PixelImage colour = picture("colour");
        ImagePreprocessor fitted = ImagePreprocessor.fitted(
                Dataset.of(List.of(new LabelledImage("0", colour, 0))), 11, 17, 3, Resize.STRETCH);
        for (int c = 0; c < 3; c++) {
            assertThat(fitted.mean().get(c))
                    .isCloseTo(ARITHMETIC.get("mean").get(c).doubleValue(), within(1e-7));
            assertThat(fitted.deviation().get(c))
                    .isCloseTo(ARITHMETIC.get("deviation").get(c).doubleValue(), within(1e-7));
        }
        float[] values = fitted.apply(colour);
        assertThat(values).hasSize(ARITHMETIC.get("standardised").size());
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i])
                    .isCloseTo(ARITHMETIC.get("standardised").get(i).doubleValue(), within(1e-5));
        }
    }

    @Test
    void refusesPicturesThatAreAllAlike() {
        Dataset<LabelledImage> alike = Dataset.of(List.of(new LabelledImage("0", Pictures.grey(4, 4, 9), 0)));
        assertThatThrownBy(() -> ImagePreprocessor.fitted(alike, 4, 4, 1, Resize.STRETCH))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("must differ, found channel 0 to have one value throughout");
    }

    @Test
    void namesTheRuleThatIsBroken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePreprocessor(0, 8, 1, List.of(0.0), List.of(1.0), Resize.PAD))
                .withMessage("height: must be between 1 and 4096, got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePreprocessor(8, 8, 3, List.of(0.0), List.of(1.0), Resize.PAD))
                .withMessage("mean: must be 3 numbers, got [0.0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImagePreprocessor(8, 8, 1, List.of(0.0), List.of(0.0), Resize.PAD))
                .withMessage("deviation: must be 1 numbers above 0, got [0.0]");
    }
}
