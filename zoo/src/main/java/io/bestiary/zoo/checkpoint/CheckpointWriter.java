package io.bestiary.zoo.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Outline;
import io.bestiary.zoo.nn.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes the files of a checkpoint. */
final class CheckpointWriter {
    static final String WEIGHTS = "model.safetensors";
    static final String CARD = "bestiary.json";
    static final String LABELS = "labels.txt";
    static final String TRAINING = "training";
    static final String PROGRESS = "state.json";
    static final String ARRAYS = "optimizer.safetensors";
    /** What no attachment may be called. */
    static final Set<String> OWN = Set.of(WEIGHTS, CARD, LABELS, TRAINING, ServingProperties.FILE, Manifest.FILE);

    private final CheckpointCard card;
    private final String engine;
    private Map<String, HostArray> weights;
    private final List<String> labels;
    private final Map<String, String> serving;
    private final Map<String, byte[]> attachments;

    /** Checks what is to be written, so that nothing is sealed that could not be opened again. */
    CheckpointWriter(
            CheckpointCard card,
            Network network,
            List<String> labels,
            Map<String, String> serving,
            Map<String, byte[]> attachments) {
        this.card = card;
        this.engine = network.manager().getEngine().getEngineName();
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        network.parameters().forEach((name, parameter) -> arrays.put(name, parameter.getArray()));
        this.weights = HostArray.views(arrays);
        this.labels = labels;
        this.serving = Map.copyOf(serving);
        this.attachments = attachments;
        check();
    }

    private void check() {
        if (card.format() != CheckpointCard.FORMAT) {
            throw new CheckpointException("format: must be " + CheckpointCard.FORMAT + ", got " + card.format());
        }
        Architecture architecture = card.build();
        if (!architecture.tasks().contains(task())) {
            throw new CheckpointException(
                    "task: " + card.architecture() + " can be trained for " + architecture.tasks() + ", got " + task());
        }
        Map<String, Shape> shapes = new LinkedHashMap<>();
        weights.forEach((name, array) -> shapes.put(name, array.shape()));
        if (!shapes.equals(Outline.of(architecture).parameters())) {
            throw new CheckpointException("network: must be the one that the card describes, " + architecture);
        }
        for (String label : labels) {
            if (label.indexOf('\n') >= 0 || label.indexOf('\r') >= 0) {
                throw new CheckpointException("labels: must have no line break, got "
                        + label.replace("\n", "\\n").replace("\r", "\\r"));
            }
        }
        for (String name : attachments.keySet()) {
            if (!Manifest.NAME.matcher(name).matches() || OWN.contains(name.toLowerCase(Locale.ROOT))) {
                throw new CheckpointException(
                        "attachment: must be named by letters, digits, '.', '_' and '-', and not as a file that every"
                                + " checkpoint has, got " + name);
            }
        }
    }

    private Task task() {
        try {
            return Task.of(card.task());
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(e.getMessage(), e);
        }
    }

    void writeTo(Path folder) throws IOException {
        // Python's loaders ask for this note.
        SafetensorsWriter.write(folder.resolve(WEIGHTS), weights, Map.of("format", "pt"));
        Files.write(folder.resolve(CARD), card.toJson());
        if (!labels.isEmpty()) {
            Files.writeString(folder.resolve(LABELS), String.join("\n", labels) + "\n", StandardCharsets.UTF_8);
        }
        for (Map.Entry<String, byte[]> attachment : attachments.entrySet()) {
            Files.write(folder.resolve(attachment.getKey()), attachment.getValue());
        }
        Files.write(folder.resolve(ServingProperties.FILE), ServingProperties.of(engine, serving, task()));
        Manifest.write(folder);
    }

    /** Copies the weights as they are now, so that they may change while they are written. */
    void copy(CopyBuffers buffers) {
        weights = HostArray.copies(weights, buffers, WEIGHTS);
    }

    static void writeTraining(Path folder, JsonNode progress, Map<String, HostArray> arrays) throws IOException {
        Path training = Files.createDirectory(folder.resolve(TRAINING));
        Files.write(training.resolve(PROGRESS), StrictJson.pretty(progress));
        SafetensorsWriter.write(training.resolve(ARRAYS), arrays, Map.of());
        Manifest.write(training);
    }
}
