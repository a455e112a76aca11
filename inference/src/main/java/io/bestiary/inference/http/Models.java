package io.bestiary.inference.http;

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

    /** Adds a version, or puts it in the place of the one with its number, which answers what it has accepted. */
    void put(ServedModel<?, ?> model) {
        ServedModel<?, ?> before;
        synchronized (models) {
            before = models.computeIfAbsent(model.name(), name -> new TreeMap<>(BY_NUMBER))
                    .put(model.version(), model);
        }
        if (before != null) {
            before.close();
        }
    }

    /** Removes a version, once it has answered what it has accepted. */
    void remove(String name, String version) {
        ServedModel<?, ?> removed;
        synchronized (models) {
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
            if (versions == null) {
                throw HttpFailure.of(404, "model: must be one of " + models.keySet() + ", got " + name);
            }
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
