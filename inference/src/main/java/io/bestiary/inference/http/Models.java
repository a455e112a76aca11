package io.bestiary.inference.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The models that are served, each in one or several versions; a change is seen whole or not at all. */
final class Models implements AutoCloseable {
    private static final Comparator<String> BY_NUMBER = Comparator.comparingLong(Long::parseLong);

    private final Map<String, TreeMap<String, ServedModel<?, ?>>> models = new TreeMap<>();
    /** Folders of those that were unloaded and can be loaded again. */
    private final Map<String, TreeMap<String, Path>> unloaded = new TreeMap<>();

    /** Opens a model. */
    interface Opener {
        ServedModel<?, ?> open(String name, String version, Path folder);
    }

    /** Adds a version, or puts it in the place of the one with its number, which answers what it has accepted. */
    void put(ServedModel<?, ?> model) {
        ServedModel<?, ?> before;
        synchronized (models) {
            before = models.computeIfAbsent(model.name(), name -> new TreeMap<>(BY_NUMBER))
                    .put(model.version(), model);
            unloaded.getOrDefault(model.name(), new TreeMap<>()).remove(model.version());
        }
        if (before != null) {
            before.close();
        }
    }

    /** Removes a version, once it has answered what it has accepted. */
    void remove(String name, String version) {
        ServedModel<?, ?> removed;
        synchronized (models) {
            unloaded.getOrDefault(name, new TreeMap<>()).remove(version);
            Map<String, ServedModel<?, ?>> versions = models.getOrDefault(name, new TreeMap<>());
            removed = versions.remove(version);
            if (versions.isEmpty()) {
                models.remove(name);
            }
        }
        if (removed != null) {
            removed.close();
        }
    }

    /**
     * Takes a model out of service, once it has answered what it has accepted; {@link #load} brings it back.
     *
     * @throws HttpFailure 404 if there is none
     */
    void unload(String name) {
        Map<String, ServedModel<?, ?>> versions;
        synchronized (models) {
            require(name, models.containsKey(name));
            versions = models.remove(name);
            TreeMap<String, Path> folders = unloaded.computeIfAbsent(name, key -> new TreeMap<>(BY_NUMBER));
            versions.forEach((version, model) -> folders.put(version, model.folder()));
        }
        versions.values().forEach(ServedModel::close);
    }

    /**
     * Opens a model again, in all its versions, from the folders that it was opened from before: no request names another.
     *
     * @throws HttpFailure 404 if there is none
     */
    void load(String name, Opener opener) {
        Map<String, Path> folders = new TreeMap<>(BY_NUMBER);
        synchronized (models) {
            folders.putAll(unloaded.getOrDefault(name, new TreeMap<>(BY_NUMBER)));
            models.getOrDefault(name, new TreeMap<>(BY_NUMBER))
                    .forEach((version, model) -> folders.put(version, model.folder()));
            require(name, !folders.isEmpty());
        }
        folders.forEach((version, folder) -> put(opener.open(name, version, folder)));
    }

    private void require(String name, boolean there) {
        if (!there) {
            throw HttpFailure.of(404, "model: must be one of " + models.keySet() + ", got " + name);
        }
    }

    /** Every version of every model, and whether it serves. */
    List<Map<String, String>> index() {
        List<Map<String, String>> index = new ArrayList<>();
        synchronized (models) {
            models.forEach((name, versions) ->
                    versions.keySet().forEach(version -> index.add(entry(name, version, "READY", ""))));
            unloaded.forEach((name, versions) ->
                    versions.keySet().forEach(version -> index.add(entry(name, version, "UNAVAILABLE", "unloaded"))));
        }
        return index;
    }

    private static Map<String, String> entry(String name, String version, String state, String reason) {
        return Map.of("name", name, "version", version, "state", state, "reason", reason);
    }

    /**
     * Lets a model answer.
     *
     * @param version empty for the newest
     * @throws HttpFailure 404 if there is none
     */
    <T> T with(String name, Optional<String> version, Function<ServedModel<?, ?>, T> work) {
        for (int attempt = 0; ; attempt++) {
            try {
                return work.apply(find(name, version));
            } catch (Batcher.ClosedException e) {
                // Replaced between finding and asking: the next one is there already.
                if (attempt == 3) {
                    throw HttpFailure.unavailable(name + ": is being replaced; try again later");
                }
            }
        }
    }

    private ServedModel<?, ?> find(String name, Optional<String> version) {
        synchronized (models) {
            TreeMap<String, ServedModel<?, ?>> versions = models.get(name);
            require(name, versions != null);
            if (version.isEmpty()) {
                return versions.lastEntry().getValue();
            }
            ServedModel<?, ?> model = version.get().matches("\\d{1,18}") ? versions.get(version.get()) : null;
            if (model == null) {
                throw HttpFailure.of(
                        404, name + ": version: must be one of " + versions.keySet() + ", got " + version.get());
            }
            return model;
        }
    }

    /** The versions of a model, oldest first. */
    List<String> versions(String name) {
        synchronized (models) {
            return List.copyOf(models.getOrDefault(name, new TreeMap<>()).keySet());
        }
    }

    /** The newest version of each model. */
    List<ServedModel<?, ?>> newest() {
        synchronized (models) {
            List<ServedModel<?, ?>> newest = new ArrayList<>();
            models.values().forEach(versions -> newest.add(versions.lastEntry().getValue()));
            return newest;
        }
    }

    /** Every version of every model. */
    List<ServedModel<?, ?>> all() {
        synchronized (models) {
            return models.values().stream()
                    .flatMap(versions -> versions.values().stream())
                    .<ServedModel<?, ?>>map(model -> model)
                    .toList();
        }
    }

    @Override
    public void close() {
        all().forEach(ServedModel::close);
    }
}
