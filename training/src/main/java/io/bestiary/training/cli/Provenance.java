package io.bestiary.training.cli;

import io.bestiary.training.recipe.Recipe;
import io.bestiary.training.task.LearningTask;
import io.bestiary.zoo.engine.Backend;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where weights come from, as their checkpoint records it. */
final class Provenance {

    private Provenance() {}

    static Map<String, Object> of(Recipe recipe, String resolved, LearningTask task, Backend backend) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("recipe_sha256", sha256(resolved));
        record.put("data_sha256", task.dataSha256());
        record.put("parent", "none");
        record.put("seed", recipe.training().seed());
        record.put("engine", backend.engine().toString());
        record.put("engine_version", backend.engineVersion());
        record.put("device", backend.deviceName());
        record.put("cpu", cpu());
        record.put("threads", System.getenv().getOrDefault("OMP_NUM_THREADS", "unset"));
        record.put("bestiary", Versions.bestiary());
        record.put("djl", Versions.djl());
        record.put("java", Versions.java());
        record.put("git_revision", git("rev-parse", "HEAD"));
        record.put("git_dirty", !git("status", "--porcelain").isEmpty());
        return record;
    }

    /** The processor's name where the system tells it, else its kind: kernels are chosen by it. */
    private static String cpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst("[^:]*:\\s*", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    /** What git says about the working folder; empty where there is no git, or no repository. */
    private static String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
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
