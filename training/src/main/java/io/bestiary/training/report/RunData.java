package io.bestiary.training.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.training.loop.ExhibitJson;
import io.bestiary.training.recipe.FlatRecipe;
import io.bestiary.training.task.Exhibit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run's folder holds, whether the run has ended or not.
 *
 * @param folder of the run
 * @param recipe its text, resolved
 * @param record what it was made with
 * @param result what it came to; empty before the end
 * @param steps rows of numbers and fingerprints, one for every so many steps
 * @param epochs rows of numbers, one for every epoch
 * @param exhibits what is to be seen of the finished network
 * @param samples files of what the network made after each epoch, in order
 */
public record RunData(
        Path folder,
        String recipe,
        Map<String, Object> record,
        Optional<JsonNode> result,
        List<Map<String, Object>> steps,
        List<Map<String, Object>> epochs,
        List<Exhibit> exhibits,
        List<Path> samples) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<LinkedHashMap<String, Object>> ROW = new TypeReference<>() {};

    /**
     * Reads a folder.
     *
     * @throws DataException if it is not a run's, or a file of it is damaged, naming it
     */
    public static RunData of(Path folder) {
        Path result = folder.resolve("result.json");
        return of(folder, Files.exists(result) ? read(result) : null);
    }

    /**
     * Reads a folder whose result is not written yet.
     *
     * @param resultOrNull the document that {@code result.json} is to hold
     */
    public static RunData of(Path folder, String resultOrNull) {
        Path recipe = folder.resolve("recipe.yaml");
        if (!Files.exists(recipe)) {
            throw new DataException(folder + ": must be a run's folder, but holds no recipe.yaml");
        }
        List<Map<String, Object>> steps = new ArrayList<>();
        List<Map<String, Object>> epochs = new ArrayList<>();
        Path log = folder.resolve("metrics.jsonl");
        if (Files.exists(log)) {
            for (String line : read(log).lines().toList()) {
                Map<String, Object> row = parse(log, line);
                (row.containsKey("weights") ? steps : epochs).add(row);
            }
        }
        Path record = folder.resolve("record.json");
        return new RunData(
                folder,
                read(recipe),
                Files.exists(record) ? parse(record, read(record)) : Map.of(),
                Optional.ofNullable(resultOrNull).map(text -> tree(folder.resolve("result.json"), text)),
                steps,
                epochs,
                exhibits(folder.resolve("exhibits.json")),
                samples(folder.resolve("samples")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> parse(Path file, String text) {
        try {
            return JSON.readValue(text, ROW);
        } catch (IOException e) {
            throw new DataException(file + ": is damaged: " + e.getMessage(), e);
        }
    }

    private static JsonNode tree(Path file, String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new DataException(file + ": is damaged: " + e.getMessage(), e);
        }
    }

    private static List<Exhibit> exhibits(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return ExhibitJson.read(read(file));
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ": is damaged: " + e.getMessage(), e);
        }
    }

    private static List<Path> samples(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("epoch-\\d+-.*\\.(png|md)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** What people call it. */
    public String name() {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    /** The recipe's values by their whole keys. */
    public FlatRecipe values() {
        return FlatRecipe.of(recipe);
    }

    /** Fingerprints of the weights by step. */
    public Map<Long, String> fingerprints() {
        Map<Long, String> fingerprints = new LinkedHashMap<>();
        steps.forEach(
                row -> fingerprints.put(((Number) row.get("step")).longValue(), String.valueOf(row.get("weights"))));
        return fingerprints;
    }
}
