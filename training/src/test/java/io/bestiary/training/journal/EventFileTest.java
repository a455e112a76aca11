package io.bestiary.training.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @TempDir
    private Path folder;

    private double now = 1.5e9;

    /** The fixture was written by TensorBoard's own messages and record writer. */
    @Test
    void writesTheBytesThatTensorBoardWrites() throws IOException {
        Path file = folder.resolve("tensorboard").resolve(EventFile.NAME);
        try (EventFile events = new EventFile(file, 0, () -> now)) {
            now = 1.5e9 + 7;
            Map<String, Double> scalars = new LinkedHashMap<>();
            scalars.put("train/loss", 0.25);
            scalars.put("rate", 0.001);
            events.scalars(7, scalars);
            now = 1.5e9 + 300;
            events.histogram(300, "weights/fc", new float[] {4, 2, 1, 3});
            now = 1.5e9 + 301;
            events.image(301, "picture", 2, 3, "png".getBytes(StandardCharsets.US_ASCII));
            now = 1.5e9 + 302;
            events.text(302, "samples", "| a |\n");
        }
        try (InputStream expected = EventFileTest.class.getResourceAsStream("events.bin")) {
            assertThat(Files.readAllBytes(file)).isEqualTo(expected.readAllBytes());
        }
    }

    @Test
    void goesOnWhereTheCheckpointWasAndLeavesOutWhatCameAfter() throws IOException {
        Path whole = folder.resolve("whole");
        try (EventFile events = new EventFile(whole, 0, () -> now)) {
            events.scalars(1, Map.of("loss", 1));
            events.scalars(2, Map.of("loss", 2));
        }
        Path broken = folder.resolve("broken");
        long mark;
        try (EventFile events = new EventFile(broken, 0, () -> now)) {
            events.scalars(1, Map.of("loss", 1));
            mark = events.sync();
            events.scalars(2, Map.of("loss", 99));
        }
        try (EventFile events = new EventFile(broken, mark, () -> now)) {
            events.scalars(2, Map.of("loss", 2));
        }
        assertThat(broken).hasSameBinaryContentAs(whole);
    }

    @Test
    void neverDatesAnEventBeforeTheOneBeforeIt() throws IOException {
        Path file = folder.resolve("events");
        try (EventFile events = new EventFile(file, 0, () -> now)) {
            now = 5;
            events.scalars(1, Map.of("loss", 1));
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int second = 12 + Math.toIntExact(bytes.getLong(0)) + 4;
        assertThat(bytes.getDouble(12 + 1)).isEqualTo(1.5e9);
        assertThat(bytes.getDouble(second + 12 + 1)).isEqualTo(1.5e9);
    }
}
