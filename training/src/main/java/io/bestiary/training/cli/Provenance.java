package io.bestiary.training.cli;

import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.task.LearningTask;
import io.bestiary.zoo.engine.Backend;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where weights come from, as their checkpoint records it. */
final class Provenance {

    private Provenance() {}

    static Map<String, Object> of(Recipe recipe, String resolved, LearningTask task, Backend backend) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("recipe_sha256", sha256(resolved));
        record.put("data_sha256", task.dataSha256());
        record.put("seed", recipe.training().seed());
        record.put("engine", backend.engine().toString());
        record.put("engine_version", backend.engineVersion());
        record.put("device", backend.deviceName());
        record.put("threads", System.getenv().getOrDefault("OMP_NUM_THREADS", "unset"));
        record.put("bestiary", Versions.bestiary());
        record.put("djl", Versions.djl());
        record.put("java", Versions.java());
        return record;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
