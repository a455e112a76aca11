package io.bestiary.datasets.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Pictures for tests: those that Pillow and PyTorch made, and small ones of one grey. */
final class Pictures {

    private Pictures() {}

    static JsonNode fixture(String name) {
        try {
            return new JsonMapper().readTree(Pictures.class.getResourceAsStream(name));
        } catch (IOException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** A picture of a fixture: {@code {width, height, channels, pixels}}. */
    static PixelImage of(JsonNode node) {
        return new PixelImage(
                node.get("width").intValue(),
                node.get("height").intValue(),
                node.get("channels").intValue(),
                Base64.getDecoder().decode(node.get("pixels").textValue()));
    }

    static Path file(String name) {
        try {
            return Path.of(Pictures.class.getResource("pictures/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Greatest difference between two pictures of the same shape, in levels; 256 where the shapes differ. */
    static int distance(PixelImage one, PixelImage other) {
        if (one.width() != other.width() || one.height() != other.height() || one.channels() != other.channels()) {
            return 256;
        }
        int most = 0;
        for (int i = 0; i < one.pixels().length; i++) {
            most = Math.max(most, Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff)));
        }
        return most;
    }

    /** A picture of one grey. */
    static PixelImage grey(int width, int height, int level) {
        byte[] pixels = new byte[width * height];
        java.util.Arrays.fill(pixels, (byte) level);
        return new PixelImage(width, height, 1, pixels);
    }

    /** Writes a small picture as PNG, with the folders above it. */
    static Path write(Path file, int level) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(grey(6, 5, level).toBufferedImage(), "png", file.toFile());
        return file;
    }
}
