package io.bestiary.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
    private static final JsonNode EXPECTED = Pictures.fixture("pictures.json");

    @TempDir
    private Path folder;

    static Stream<String> files() {
        return EXPECTED.properties().stream().map(entry -> entry.getKey());
    }

    /**
     * Lossless files give Pillow's pixels exactly. JPEG leaves the rounding of the inverse transform open, one level for
     * each of its three steps, and the interpolation of subsampled colour, which this picture's slopes keep within eight.
     */
    @ParameterizedTest
    @MethodSource("files")
    void decodesAsPillowDoes(String name) {
        int allowed =
                !name.endsWith(".jpg") ? 0 : name.startsWith("subsampled") || name.startsWith("progressive") ? 8 : 3;
        assertThat(Pictures.distance(PixelImage.read(Pictures.file(name)), Pictures.of(EXPECTED.get(name))))
                .isLessThanOrEqualTo(name.equals("cmyk.jpg") ? 8 : allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"colour.png", "colour.jpg", "packed.tif", "palette.gif", "colour.bmp", "colour.webp"})
    void refusesAPictureThatEndsTooEarly(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Pictures.file(name));
        Path half = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> PixelImage.read(half))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(half + ": must be a whole")
                .hasMessageContaining("found it broken");
    }

    @Test
    void refusesATextFileCalledJpg() throws IOException {
        Path text = Files.writeString(folder.resolve("cat.jpg"), "not a cat, but a few words about one");
        assertThatThrownBy(() -> PixelImage.read(text))
                .isInstanceOf(DataException.class)
                .hasMessage(text + ": must be a picture (JPEG, PNG, GIF, BMP, TIFF, WebP), found text");
    }

    @Test
    void refusesWhatIsNoFile() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.png"));
        assertThatThrownBy(() -> PixelImage.read(empty)).hasMessageEndingWith("found an empty file");
        assertThatThrownBy(() -> PixelImage.read(folder)).hasMessage(folder + ": must be a picture, found a folder");
        Path missing = folder.resolve("missing.png");
        assertThatThrownBy(() -> PixelImage.read(missing))
                .hasMessage(missing + ": must be a picture, found nothing there");
    }

    @Test
    void refusesAPictureThatClaimsToBeVast() throws IOException {
        byte[] bytes = Files.readAllBytes(Pictures.file("colour.png"));
        // Width and height are big-endian 32-bit numbers from byte 16 on.
        bytes[18] = (byte) 0x80;
        bytes[22] = 0x20;
        assertThatThrownBy(() -> PixelImage.read(new ByteArrayInputStream(bytes), "vast.png"))
                .isInstanceOf(DataException.class)
                .hasMessage("vast.png: must have at most 100 megapixels, found 32782x8202");
    }

    @Test
    void namesAStreamAsItWasCalled() {
        byte[] words = "words".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> PixelImage.read(new ByteArrayInputStream(words), "request 7"))
                .hasMessageStartingWith("request 7: must be a picture");
    }
}
