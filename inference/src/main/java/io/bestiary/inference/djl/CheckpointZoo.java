package io.bestiary.inference.djl;

import ai.djl.repository.zoo.BaseModelLoader;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelZoo;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs and checkpoints in one folder as a zoo of DJL's: group {@code io.bestiary}, artifacts by the names of their
 * folders. The folder is named by the system property {@code bestiary.models} or the environment's
 * {@code BESTIARY_MODELS}; without either the zoo is empty.
 */
final class CheckpointZoo extends ModelZoo {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointZoo.class);

    @Override
    public String getGroupId() {
        return CheckpointRepository.GROUP;
    }

    /** Looks anew each time, so that what has been trained in the meantime is there. */
    @Override
    public Collection<ModelLoader> getModelLoaders() {
        List<ModelLoader> loaders = new ArrayList<>();
        folders().forEach(folder -> loader(folder).ifPresent(loaders::add));
        return loaders;
    }

    @Override
    public ModelLoader getModelLoader(String name) {
        return folders().stream()
                .filter(folder -> folder.getFileName().toString().equals(name))
                .findFirst()
                .flatMap(CheckpointZoo::loader)
                .orElse(null);
    }

    private static Optional<ModelLoader> loader(Path folder) {
        try {
            String name = folder.getFileName().toString();
            CheckpointRepository repository = new CheckpointRepository(name, Checkpoint.open(folder));
            return Optional.of(new BaseModelLoader(repository.address(name)));
        } catch (CheckpointException e) {
            LOG.debug("not in the zoo: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static List<Path> folders() {
        String place = System.getProperty("bestiary.models", System.getenv("BESTIARY_MODELS"));
        if (place == null || !Files.isDirectory(Path.of(place))) {
            return List.of();
        }
        try (Stream<Path> paths = Files.list(Path.of(place))) {
            return paths.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> getSupportedEngines() {
        return Set.of("PyTorch", "MXNet");
    }
}
