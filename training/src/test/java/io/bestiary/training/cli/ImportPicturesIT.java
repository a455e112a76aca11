package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.ImageTranslator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Generators from pictures to pictures, published without their discriminators, make of a picture what they make of it in
 * torch, at once after their import; scripts/reference/make_import_pictures_fixtures.py made them.
 */
class ImportPicturesIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "pix2pix, depth=5, PyTorch",
        "pix2pix, depth=5, MXNet",
        "cyclegan, depth=1, PyTorch",
        "cyclegan, depth=1, MXNet"
    })
    void makesOfAPictureWhatTorchMakesOfIt(String name, String depth, String engine) throws Exception {
        JsonNode expected = Imports.expected("pictures.json").get(name);
        int side = expected.get("side").intValue();
        Path checkpoint = folder.resolve("checkpoint");
        CommandLineRun imported =
                importing(name, depth, side, "--anew", "discriminator", "--to", checkpoint, "--engine", engine);
        assertThat(imported.exit()).as(imported.err()).isZero();
        assertThat(imported.err())
                .contains("F16 -> F32: all ", "discriminator: drawn anew", "Use it: bestiary predict");

        Path picture = folder.resolve("picture.png");
        Files.write(picture, new PixelImage(side, side, 3, bytes(expected, "picture")).toPng());
        CommandLineRun answered = CommandLineRun.of("predict", checkpoint, picture, "--engine", engine);
        assertThat(answered.exit()).as(answered.err()).isZero();
        String address = Imports.JSON.readTree(answered.out()).get("picture").textValue();
        Path made = folder.resolve("made.png");
        Files.write(made, Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1)));
        near(PixelImage.read(made), expected);
        try (ImageTranslator translator = ImageTranslator.open(checkpoint, engine.toLowerCase(Locale.ROOT), "cpu")) {
            near(translator.translate(picture), expected);
        }
    }

    /** But for rounding: within one tone of 255. */
    private static void near(PixelImage made, JsonNode expected) throws Exception {
        byte[] wanted = bytes(expected, "made");
        assertThat(made.pixels()).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(Math.abs((made.pixels()[i] & 0xff) - (wanted[i] & 0xff))).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void whatIsMissingIsDrawnOnlyIfAsked() throws Exception {
        CommandLineRun strict = importing("cyclegan", "depth=1", 24, "--to", folder.resolve("a"));
        assertThat(strict.exit()).isEqualTo(2);
        assertThat(strict.err())
                .contains("discriminator.model.0.weight: must be (2, 3, 4, 4), is missing")
                .contains("No file has anything of discriminator; --anew discriminator draws it anew");
        CommandLineRun unknown =
                importing("cyclegan", "depth=1", 24, "--anew", "discriminater", "--to", folder.resolve("a"));
        assertThat(unknown.err())
                .contains("--anew: must be a part of the network, got discriminater; nearest is discriminator");
        CommandLineRun there = importing("cyclegan", "depth=1", 24, "--anew", "generator", "--to", folder.resolve("a"));
        assertThat(there.err()).contains("generator.model.1.weight: is not in the network");
        assertThat(folder.resolve("a")).doesNotExist();
    }

    private static CommandLineRun importing(String name, String depth, int side, Object... more) throws Exception {
        List<Object> all =
                new ArrayList<>(List.of("import", name, "generator=" + Imports.file(name + "-generator.safetensors")));
        all.addAll(List.of("--set", "width=2", "--set", depth, "--set", "image_size=" + side));
        all.addAll(List.of(more));
        return CommandLineRun.of(all.toArray());
    }

    private static byte[] bytes(JsonNode expected, String name) throws Exception {
        return expected.get(name).binaryValue();
    }
}
