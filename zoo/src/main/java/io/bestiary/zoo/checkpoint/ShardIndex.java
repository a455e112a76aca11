package io.bestiary.zoo.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which file holds which tensor, of weights that are split over several files.
 *
 * @param index the index file
 * @param fileOf the file of each tensor
 */
record ShardIndex(Path index, Map<String, Path> fileOf) {
    private static final long LARGEST = 100_000_000;

    static ShardIndex read(Path index) {
        JsonNode map = StrictJson.object(index.toString(), content(index)).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new CheckpointException(
                    index + ": weight_map: must name the file of each tensor, got " + StrictJson.brief(map.toString()));
        }
        Map<String, Path> fileOf = new LinkedHashMap<>();
        map.properties().forEach(entry -> {
            String name = entry.getValue().textValue();
            if (name == null || !name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
                throw new CheckpointException(
                        index + ": " + StrictJson.brief(entry.getKey()) + ": must name a file beside the index, got "
                                + StrictJson.brief(entry.getValue().toString()));
            }
            fileOf.put(entry.getKey(), index.resolveSibling(name));
        });
        return new ShardIndex(index, fileOf);
    }

    private static byte[] content(Path index) {
        try {
            if (Files.size(index) > LARGEST) {
                throw new CheckpointException(
                        index + ": must have at most " + LARGEST + " bytes, got " + Files.size(index));
            }
            return Files.readAllBytes(index);
        } catch (IOException e) {
            throw CheckpointException.of(index, "read", e);
        }
    }

    List<Path> files() {
        return fileOf.values().stream().distinct().toList();
    }

    /** Every tensor must be where the index says, and none beside them. */
    void check(Map<String, TensorInfo> tensors) {
        fileOf.forEach((name, file) -> {
            TensorInfo info = tensors.get(name);
            if (info == null || !info.file().equals(file)) {
                throw new CheckpointException(
                        file + ": holds no tensor " + name + ", which " + index + " says it does");
            }
        });
        tensors.forEach((name, info) -> {
            if (!fileOf.containsKey(name)) {
                throw new CheckpointException(info.file() + ": holds " + name + ", which is not in " + index);
            }
        });
    }
}
