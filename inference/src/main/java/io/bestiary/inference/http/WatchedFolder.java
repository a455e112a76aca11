package io.bestiary.inference.http;

import io.bestiary.datasets.Sha256;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder whose models are served as they come and go: {@code <model>/<version>/}, versions being numbers, or
 * {@code <model>/}, which is version 1; each a run or a checkpoint. Looked at once a second. A model that cannot be opened
 * leaves the one before it in its place.
 */
final class WatchedFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);

    private final Path folder;
    private final Models models;
    private final Models.Opener opener;
    private final Map<Key, String> seen = new HashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "bestiary-watch");
        thread.setDaemon(true);
        return thread;
    });

    private final ScheduledFuture<?> looking;

    private record Key(String name, String version) {}

    /** Loads what is there, then goes on looking. */
    WatchedFolder(Path folder, Models models, Models.Opener opener) {
        this.folder = folder;
        this.models = models;
        this.opener = opener;
        look();
        looking = watch.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            Map<Key, Path> found = find();
            found.forEach(this::update);
            Set<Key> gone = new HashSet<>(seen.keySet());
            gone.removeAll(found.keySet());
            for (Key key : gone) {
                seen.remove(key);
                models.remove(key.name(), key.version());
                LOG.info("{} {} removed", key.name(), key.version());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: cannot be looked at: {}", folder, e.toString());
        }
    }

    private void update(Key key, Path place) {
        String fingerprint = fingerprint(place);
        if (fingerprint.isEmpty() || fingerprint.equals(seen.get(key))) {
            return;
        }
        seen.put(key, fingerprint);
        try {
            models.put(opener.open(key.name(), key.version(), place));
            LOG.info("{} {} serves {}", key.name(), key.version(), place);
        } catch (RuntimeException e) {
            LOG.warn("{} {}: not taken: {}", key.name(), key.version(), e.getMessage());
        }
    }

    private Map<Key, Path> find() throws IOException {
        Map<Key, Path> found = new HashMap<>();
        for (Path model : folders(folder).values()) {
            String name = model.getFileName().toString();
            if (!ModelServer.isName(name)) {
                continue;
            }
            if (!fingerprint(model).isEmpty()) {
                found.put(new Key(name, "1"), model);
                continue;
            }
            folders(model).forEach((version, place) -> {
                if (version.matches("[1-9]\\d{0,17}") && !fingerprint(place).isEmpty()) {
                    found.put(new Key(name, version), place);
                }
            });
        }
        return found;
    }

    private static Map<String, Path> folders(Path folder) throws IOException {
        Map<String, Path> folders = new TreeMap<>();
        try (Stream<Path> paths = Files.list(folder)) {
            paths.filter(Files::isDirectory)
                    .forEach(path -> folders.put(path.getFileName().toString(), path));
        }
        return folders;
    }

    /** What changes when the checkpoint does; empty where there is none, or none that is whole yet. */
    private static String fingerprint(Path place) {
        try {
            return Sha256.of(Checkpoint.resolve(place).resolve("manifest.sha256"));
        } catch (CheckpointException | IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
        watch.shutdown();
    }
}
