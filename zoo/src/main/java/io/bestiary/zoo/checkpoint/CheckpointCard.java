package io.bestiary.zoo.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.bestiary.zoo.Zoo;
import io.bestiary.zoo.nn.Architecture;
import io.bestiary.zoo.nn.Hyperparameters;
import io.bestiary.zoo.nn.Nearest;
import io.bestiary.zoo.nn.Task;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code bestiary.json} says about a checkpoint.
 *
 * @param format version of the folder's layout
 * @param architecture name in the {@link Zoo}
 * @param hyperparameters every one of them, as {@link Hyperparameters#values} spells them
 * @param task what the network was trained for, as {@link Task} spells it
 * @param preprocessor what happens to an input before the network sees it
 * @param metrics what the network reached
 * @param provenance where it comes from: seed, data, versions, engine
 */
public record CheckpointCard(
        int format,
        String architecture,
        Map<String, Object> hyperparameters,
        String task,
        JsonNode preprocessor,
        Map<String, Double> metrics,
        Map<String, Object> provenance) {

    /** The format that this code writes, and the newest that it reads. */
    public static final int FORMAT = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    public CheckpointCard {
        hyperparameters = Collections.unmodifiableMap(new LinkedHashMap<>(hyperparameters));
        preprocessor = preprocessor == null ? NullNode.instance : preprocessor;
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        metrics.forEach((name, value) -> {
            if (value == null || !Double.isFinite(value)) {
                throw new CheckpointException("metrics: " + name + ": must be a finite number, got " + value);
            }
        });
    }

    /**
     * Makes the architecture that the card names, with the card's hyperparameters.
     *
     * @throws CheckpointException if the name is not registered, or naming the hyperparameter that is unknown, missing, of
     *     another type or out of range
     */
    public Architecture build() {
        Architecture preset = Zoo.find(architecture)
                .orElseThrow(() -> new CheckpointException(
                        "architecture: must be registered, got " + architecture + Nearest.hint(architecture, names())))
                .architecture();
        for (String name : Hyperparameters.values(preset).keySet()) {
            if (!hyperparameters.containsKey(name)) {
                throw new CheckpointException("hyperparameters: " + name + ": must be given, got nothing");
            }
        }
        try {
            return Hyperparameters.with(preset, hyperparameters);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("hyperparameters: " + e.getMessage(), e);
        }
    }

    private static List<String> names() {
        return Zoo.entries().stream().map(entry -> entry.name()).toList();
    }

    byte[] toJson() {
        return StrictJson.pretty(MAPPER.valueToTree(this));
    }

    /** Reads a card; {@code file} names it in messages. */
    static CheckpointCard fromJson(String file, byte[] json) {
        JsonNode root = StrictJson.object(file, json);
        JsonNode format = root.path("format");
        if (!format.isInt() || format.intValue() < 1 || format.intValue() > FORMAT) {
            throw new CheckpointException(file + ": format: must be at most " + FORMAT
                    + ", the newest that this version of Bestiary reads, got " + format
                    + (format.asInt() > FORMAT ? "; a newer version wrote it" : ""));
        }
        try {
            return MAPPER.treeToValue(root, CheckpointCard.class);
        } catch (JsonProcessingException e) {
            String reason =
                    e.getCause() instanceof CheckpointException refused ? refused.getMessage() : e.getOriginalMessage();
            throw new CheckpointException(file + ": " + reason, e);
        }
    }
}
