package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A sealed folder with all that serving a network needs, and apart from it, in {@code training/}, what its training needs
 * to go on.
 *
 * <p>It is written whole or not at all; opening it compares every byte with its manifest.
 */
public final class Checkpoint {
    private final Path folder;
    private final Manifest manifest;
    private final Optional<Manifest> training;
    private final CheckpointCard card;
    private final List<String> labels;
    private final Optional<String> notice;

    private Checkpoint(Path folder, Optional<String> notice) {
        this.folder = folder;
        this.notice = notice;
        this.manifest = Manifest.verify(folder, Set.of(CheckpointWriter.TRAINING))
                .requiring(List.of(CheckpointWriter.CARD, CheckpointWriter.WEIGHTS, ServingProperties.FILE));
        Path state = folder.resolve(CheckpointWriter.TRAINING);
        this.training = Files.exists(state)
                ? Optional.of(Manifest.verify(state, Set.of())
                        .requiring(List.of(CheckpointWriter.PROGRESS, CheckpointWriter.ARRAYS)))
                : Optional.empty();
        this.card = CheckpointCard.fromJson(
                folder.resolve(CheckpointWriter.CARD).toString(), manifest.content(CheckpointWriter.CARD));
        this.labels = manifest.lists(CheckpointWriter.LABELS) ? readLabels() : List.of();
    }

    /**
     * Writes a checkpoint in a new folder beside the given one and renames it into place. A checkpoint that is there
     * becomes {@code <folder>.previous}, so that at every instant there is a whole one.
     *
     * @param labels names of the classes; empty where there are none
     * @param serving what serving.properties says beside engine, block factory and application, such as translatorFactory
     * @param attachments other files that serving needs, such as {@code tokenizer.json}
     * @param stateOrNull what the training needs to go on; null leaves it out
     * @throws CheckpointException if the checkpoint could not be opened again or the folder cannot be written; what was in
     *     the folder is still there
     */
    public static void write(
            Path folder,
            CheckpointCard card,
            Network network,
            List<String> labels,
            Map<String, String> serving,
            Map<String, byte[]> attachments,
            TrainingState stateOrNull) {
        write(
                folder,
                new CheckpointWriter(card, network, labels, serving, attachments),
                progress(stateOrNull),
                views(stateOrNull));
    }

    /**
     * Copies what a checkpoint is to hold, as it is now, and leaves the writing, as
     * {@link #write(Path, CheckpointCard, Network, List, Map, Map, TrainingState)} does it, to a thread that need not be
     * the one that computes.
     *
     * @param buffers hold the copies until they are written
     * @return writes the checkpoint, and throws as said there
     */
    public static Runnable copy(
            Path folder,
            CheckpointCard card,
            Network network,
            List<String> labels,
            Map<String, String> serving,
            Map<String, byte[]> attachments,
            TrainingState stateOrNull,
            CopyBuffers buffers) {
        CheckpointWriter writer = new CheckpointWriter(card, network, labels, serving, attachments);
        writer.copy(buffers);
        JsonNode progress = progress(stateOrNull);
        Map<String, HostArray> arrays = HostArray.copies(views(stateOrNull), buffers, CheckpointWriter.ARRAYS);
        return () -> write(folder, writer, progress, arrays);
    }

    private static JsonNode progress(TrainingState stateOrNull) {
        return stateOrNull == null ? null : stateOrNull.progress();
    }

    private static Map<String, HostArray> views(TrainingState stateOrNull) {
        return stateOrNull == null ? Map.of() : HostArray.views(stateOrNull.arrays());
    }

    private static void write(
            Path folder, CheckpointWriter writer, JsonNode progressOrNull, Map<String, HostArray> arrays) {
        if (Files.exists(folder) && !looksLikeCheckpoint(folder)) {
            throw new CheckpointException(folder + ": cannot be written: something else than a checkpoint is there");
        }
        FolderSwap.replace(folder, place -> {
            writer.writeTo(place);
            if (progressOrNull != null) {
                CheckpointWriter.writeTraining(place, progressOrNull, arrays);
            }
        });
    }

    /**
     * Opens a checkpoint, or the best one of a run, and compares every byte with its manifest.
     *
     * <p>Where the folder is missing because its writer was stopped between two renames, the one before it is opened, and
     * {@link #notice()} says so.
     *
     * @throws CheckpointException naming the file that is damaged, missing or not listed, or the format that is too new
     */
    public static Checkpoint open(Path runOrCheckpoint) {
        Path folder = resolve(runOrCheckpoint);
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return new Checkpoint(folder, Optional.empty());
        }
        Path previous = FolderSwap.previous(folder);
        return new Checkpoint(
                previous, Optional.of(folder + " is missing, its writer was stopped; opened " + previous + " instead"));
    }

    /**
     * Finds the checkpoint that is meant: the folder itself, or in a run's folder the best one, else the last one.
     *
     * @throws CheckpointException listing where it looked, or naming the folder that may have been meant
     */
    public static Path resolve(Path runOrCheckpoint) {
        List<Path> places = List.of(
                runOrCheckpoint,
                runOrCheckpoint.resolve("checkpoints").resolve("best"),
                runOrCheckpoint.resolve("checkpoints").resolve("last"));
        return places.stream()
                .filter(place -> looksLikeCheckpoint(place)
                        || (!Files.exists(place) && looksLikeCheckpoint(FolderSwap.previous(place))))
                .findFirst()
                .orElseThrow(() -> new CheckpointException(runOrCheckpoint
                        + ": must be a checkpoint or the folder of a run, but there is no "
                        + (Files.exists(runOrCheckpoint)
                                ? CheckpointWriter.CARD + " in any of " + places
                                : "such folder" + nearest(runOrCheckpoint))));
    }

    private static String nearest(Path missing) {
        Path place = missing.toAbsolutePath().normalize();
        try (Stream<Path> beside = Files.list(place.getParent())) {
            return Nearest.hint(
                    place.getFileName().toString(),
                    beside.filter(Files::isDirectory)
                            .map(path -> path.getFileName().toString())
                            .sorted()
                            .toList());
        } catch (IOException | UncheckedIOException e) { // nor is there a folder that it would be in
            return "";
        }
    }

    /** A damaged checkpoint, too, is one: what is wrong with it is for opening to say. */
    private static boolean looksLikeCheckpoint(Path folder) {
        return Stream.of(CheckpointWriter.CARD, Manifest.FILE, CheckpointWriter.WEIGHTS)
                .anyMatch(name -> Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
    }

    private List<String> readLabels() {
        Path file = folder.resolve(CheckpointWriter.LABELS);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(manifest.content(CheckpointWriter.LABELS)))
                    .toString();
            if (!text.endsWith("\n")) {
                throw new CheckpointException(file + ": must end with a line break");
            }
            // Not lines(): a label may hold characters that it takes for line ends.
            return List.of(text.substring(0, text.length() - 1).split("\n", -1));
        } catch (CharacterCodingException e) {
            throw new CheckpointException(file + ": must be UTF-8", e);
        }
    }

    public CheckpointCard card() {
        return card;
    }

    /**
     * Makes the architecture that the card names.
     *
     * @throws CheckpointException as {@link CheckpointCard#build} does, naming the file
     */
    public Architecture architecture() {
        try {
            return card.build();
        } catch (CheckpointException e) {
            throw new CheckpointException(folder.resolve(CheckpointWriter.CARD) + ": " + e.getMessage(), e);
        }
    }

    /** Names of the classes in the order of the network's outputs; empty where there are none. */
    public List<String> labels() {
        return labels;
    }

    /** A file that was written with the checkpoint, such as {@code tokenizer.json}. */
    public Optional<byte[]> attachment(String name) {
        return manifest.lists(name) && !CheckpointWriter.OWN.contains(name)
                ? Optional.of(manifest.content(name))
                : Optional.empty();
    }

    /**
     * Builds the network with its weights.
     *
     * @param parent names the engine and the device, and closes the network with itself
     * @throws CheckpointException listing every tensor that is missing, not expected, or of another shape or type
     */
    public Network network(NDManager parent) {
        Network network = StrictWeights.load(folder.resolve(CheckpointWriter.WEIGHTS), architecture(), parent);
        manifest.requireUnchanged();
        return network;
    }

    /** What the training needs to go on, unless it was left out; the manager owns the arrays. */
    public Optional<TrainingState> trainingState(NDManager manager) {
        return training.map(state -> {
            Path place = folder.resolve(CheckpointWriter.TRAINING);
            JsonNode progress = StrictJson.object(
                    place.resolve(CheckpointWriter.PROGRESS).toString(), state.content(CheckpointWriter.PROGRESS));
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            try (Safetensors file = Safetensors.open(place.resolve(CheckpointWriter.ARRAYS))) {
                file.tensors().keySet().forEach(name -> arrays.put(name, file.array(name, manager)));
            }
            state.requireUnchanged();
            return new TrainingState(progress, arrays);
        });
    }

    /** The SHA-256 of {@code manifest.sha256}: stands for the weights and all else that serving reads. */
    public String sha256() {
        return manifest.ownSum();
    }

    /** The folder that was opened. */
    public Path folder() {
        return folder;
    }

    /** What the user should know about how the checkpoint was found. */
    public Optional<String> notice() {
        return notice;
    }
}
