package io.bestiary.training.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.zoo.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a run is made with, from its beginning.
 *
 * @param content by name; {@code continued} lists what other processes went on with
 * @param isNew whether the file does not say so yet
 */
record RunRecord(Map<String, Object> content, boolean isNew) {
    private static final String CONTINUED = "continued";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the record, and adds what has changed.
     *
     * @param now what this process has
     * @param from the checkpoint that is gone on from: the parent of all later ones, where these are no longer those of an
     *     unbroken run
     * @param notices hears what has changed
     */
    static RunRecord of(Path file, Map<String, Object> now, Optional<Checkpoint> from, Consumer<String> notices)
            throws IOException {
        if (!Files.exists(file)) {
            return new RunRecord(now, true);
        }
        Map<String, Object> record =
                JSON.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Object>>() {});
        Map<String, Object> changes = changes(record, now);
        if (changes.isEmpty()) {
            return new RunRecord(record, false);
        }
        notices.accept("Going on, but no longer exactly as an unbroken run would: " + changes);
        from.ifPresent(checkpoint -> changes.put("parent", checkpoint.sha256()));
        List<Object> all = new ArrayList<>((List<?>) record.getOrDefault(CONTINUED, List.of()));
        all.add(changes);
        record.put(CONTINUED, all);
        return new RunRecord(record, true);
    }

    private static Map<String, Object> changes(Map<String, Object> record, Map<String, Object> now) {
        Map<String, Object> latest = new LinkedHashMap<>(record);
        for (Object earlier : (List<?>) record.getOrDefault(CONTINUED, List.of())) {
            ((Map<?, ?>) earlier).forEach((key, value) -> latest.put(String.valueOf(key), value));
        }
        // What it began with stays what it was.
        latest.put("parent", record.get("parent"));
        Map<String, Object> changes = new LinkedHashMap<>();
        now.forEach((key, value) -> {
            if (!String.valueOf(value).equals(String.valueOf(latest.get(key)))) {
                changes.put(key, value);
            }
        });
        return changes;
    }

    String toJson() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
    }

    /** A line that says when and from where a process went on. */
    static byte[] resumption(Path run, Checkpoint from, long step) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        line.put("step", step);
        line.put("checkpoint", run.relativize(from.folder()).toString());
        line.put("sha256", from.sha256());
        return (JSON.valueToTree(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
