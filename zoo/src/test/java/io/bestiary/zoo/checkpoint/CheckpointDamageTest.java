package io.bestiary.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.bestiary.zoo.Engines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a checkpoint is found and named. */
class CheckpointDamageTest {
    private static final String ENGINE = Engines.all().get(0);

    @TempDir
    private Path folder;

    private Path checkpoint;

    @BeforeEach
    void write() {
        checkpoint = folder.resolve("checkpoint");
        Sample.write(checkpoint, ENGINE, 1);
    }

    static Stream<String> files() {
        return Stream.of(
                "model.safetensors",
                "bestiary.json",
                "labels.txt",
                "tokenizer.json",
                "serving.properties",
                "manifest.sha256",
                "training/state.json",
                "training/optimizer.safetensors",
                "training/manifest.sha256");
    }

    @Test
    void noFileIsForgottenHere() throws IOException {
        try (Stream<Path> paths = Files.walk(checkpoint)) {
            assertThat(paths.filter(Files::isRegularFile)
                            .map(file -> checkpoint.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(files().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void anyFlippedBitIsFound(String name) throws IOException {
        Path file = checkpoint.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int i = 0; i < 200; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.delete(file); // truncated in place, a file goes to the disk each time
            Files.write(file, flipped);
            refused(file + ": is damaged: ");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void aTruncatedOrGrownFileIsFound(String name) throws IOException {
        Path file = checkpoint.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        refused(file + ": is damaged: ");
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        refused(file + ": is damaged: ");
        Files.write(file, new byte[0]);
        refused(file + ": is damaged: ");
    }

    @ParameterizedTest
    @MethodSource("files")
    void aMissingFileIsFound(String name) throws IOException {
        Path file = checkpoint.resolve(name);
        Files.delete(file);
        refused(file + ": must be in the checkpoint, is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"notes.txt", "model2.safetensors", ".hidden", "training/notes.txt"})
    void anExtraFileIsFound(String name) throws IOException {
        Path file = Files.writeString(checkpoint.resolve(name), "x");
        refused(file + ": must be listed in manifest.sha256, is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"extra", "training/extra"})
    void anExtraFolderIsFound(String name) throws IOException {
        Path extra = Files.createDirectory(checkpoint.resolve(name));
        refused(extra + ": must be listed in manifest.sha256, is not");
    }

    @Test
    void aLinkIsRefusedThoughItsContentIsRight() throws IOException {
        Path file = checkpoint.resolve("labels.txt");
        Path elsewhere = folder.resolve("labels.txt");
        Files.move(file, elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        refused(file + ": must be a file, not a link, a folder or a device");
    }

    @Test
    void aLinkInPlaceOfTheTrainingFolderIsRefused() throws IOException {
        Path training = checkpoint.resolve("training");
        Files.move(training, folder.resolve("training"));
        Files.createSymbolicLink(training, folder.resolve("training"));
        refused(training + ": must be listed in manifest.sha256, is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "/etc/hostname", "training/state.json", "labels.txt"})
    void aManifestThatLeavesTheFolderOrNamesAFileTwiceIsRefused(String name) throws Exception {
        Files.writeString(folder.resolve("outside"), "x");
        Path manifest = checkpoint.resolve("manifest.sha256");
        String text = Files.readString(manifest);
        String lines = text.substring(text.indexOf('\n') + 1) + "0".repeat(64) + "  " + name + "\n";
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
        Files.writeString(manifest, "# " + HexFormat.of().formatHex(sum) + "\n" + lines);
        refused(manifest + ": must hold lines of a SHA-256 and the name of a file of this folder, once each, got "
                + "0".repeat(64) + "  " + name);
    }

    @Test
    void aNewerFormatIsRefusedByName() throws IOException {
        replaceInCard("\"format\": 1", "\"format\": 2");
        refused(checkpoint.resolve("bestiary.json")
                + ": format: must be at most 1, the newest that this version of Bestiary reads, got 2; a newer version"
                + " wrote it");
    }

    @Test
    void aCardThatDoesNotSayAllIsRefused() throws IOException {
        replaceInCard("\"task\"", "\"tusk\"");
        refused(checkpoint.resolve("bestiary.json") + ": ");
    }

    @Test
    void hyperparametersThatDoNotFitAreRefusedByName() throws IOException {
        Path card = checkpoint.resolve("bestiary.json");
        replaceInCard("\"image_size\": 12,", "");
        networkRefused(card + ": hyperparameters: image_size: must be given, got nothing");
        Sample.write(checkpoint, ENGINE, 1);
        replaceInCard("\"image_size\": 12", "\"image_size\": \"12\"");
        networkRefused(card + ": hyperparameters: image_size: must be a whole number, got 12");
        Sample.write(checkpoint, ENGINE, 1);
        replaceInCard("lenet5", "lenet6");
        networkRefused(card + ": architecture: must be registered, got lenet6; nearest is lenet5");
    }

    /** Renamed, missing, of another shape, of another type: all in one message. */
    @Test
    void weightsThatDoNotFitAreAllNamed() throws IOException {
        Path file = checkpoint.resolve("model.safetensors");
        try (NDManager manager = Engines.manager(ENGINE);
                Safetensors weights = Safetensors.open(file)) {
            Map<String, NDArray> changed = new LinkedHashMap<>();
            weights.tensors().keySet().forEach(name -> changed.put(name, weights.array(name, manager)));
            changed.put("conv1.wieght", changed.remove("conv1.weight"));
            changed.remove("fc1.weight");
            changed.put("fc2.bias", manager.zeros(new Shape(85)));
            changed.put("fc3.bias", changed.get("fc3.bias").toType(DataType.FLOAT16, false));
            Path other = folder.resolve("other.safetensors");
            Safetensors.write(other, changed, Map.of());
            Files.delete(file);
            Files.move(other, file);
        }
        Manifest.write(checkpoint);
        networkRefused(file + """
            : does not fit the network:
              conv1.weight: must be F32 (6, 1, 5, 5), is missing; nearest is conv1.wieght
              fc1.weight: must be F32 (120, 16), is missing
              fc2.bias: must be F32 (84), got F32 (85)
              fc3.bias: must be F32 (3), got F16 (3)
              conv1.wieght: is not in the network; nearest is conv1.weight\
            """);
    }

    @Test
    void weightsThatAreReplacedWhileTheyAreReadAreNotMixed() {
        Checkpoint opened = Checkpoint.open(checkpoint);
        Sample.write(checkpoint, ENGINE, 2);
        try (NDManager manager = Engines.manager(ENGINE)) {
            assertThatThrownBy(() -> opened.network(manager))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessage(checkpoint + ": was replaced while it was read; open it again");
        }
    }

    @Test
    void aFailureWhileWritingLeavesTheOldOne() throws IOException {
        List<String> before;
        try (Stream<Path> files = Files.list(folder)) {
            before = files.map(Path::toString).toList();
        }
        assertThatThrownBy(() -> FolderSwap.replace(checkpoint, place -> {
                    Files.writeString(place.resolve("file"), "x");
                    Files.writeString(place.resolve("file").resolve("below"), "x");
                }))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(checkpoint + ": cannot be written: ");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).containsExactlyInAnyOrderElementsOf(before);
        }
        assertThat(Checkpoint.open(checkpoint).notice()).isEmpty();
    }

    /** Changes the card and seals the folder again, as another writer would have. */
    private void replaceInCard(String old, String text) throws IOException {
        Path card = checkpoint.resolve("bestiary.json");
        String before = Files.readString(card);
        assertThat(before).contains(old);
        Files.writeString(card, before.replace(old, text));
        Manifest.write(checkpoint);
    }

    private void refused(String message) {
        assertThatThrownBy(() -> Checkpoint.open(checkpoint))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(message);
    }

    private void networkRefused(String message) {
        Checkpoint opened = Checkpoint.open(checkpoint);
        try (NDManager manager = Engines.manager(ENGINE)) {
            assertThatThrownBy(() -> opened.network(manager))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageEndingWith(message);
        }
    }
}
