package io.bestiary.inference.djl;

import ai.djl.repository.Repository;
import ai.djl.repository.RepositoryFactory;
import io.bestiary.zoo.checkpoint.Checkpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/**
 * Addresses such as {@code bestiary:///home/me/runs/lenet5-digits} for DJL's {@code Criteria.optModelUrls}, of runs and of
 * checkpoints; {@code bestiary:runs/lenet5-digits} starts in the working folder.
 *
 * <p>Unlike {@code optModelPath} it is safe with folders of strangers: every byte is compared with the manifest, and which
 * classes build the network and answer is not read from the folder.
 */
public final class CheckpointRepositoryFactory implements RepositoryFactory {
    static final String SCHEME = "bestiary";

    @Override
    public Set<String> getSupportedScheme() {
        return Set.of(SCHEME);
    }

    /**
     * Opens the folder.
     *
     * @throws io.bestiary.zoo.checkpoint.CheckpointException naming what is wrong with it
     */
    @Override
    public Repository newInstance(String name, URI address) {
        if (address.getHost() != null || address.getQuery() != null) {
            throw new IllegalArgumentException(
                    "address: must be " + SCHEME + ":///FOLDER or " + SCHEME + ":FOLDER, got " + address);
        }
        String path = address.isOpaque() ? address.getSchemeSpecificPart() : address.getPath();
        return new CheckpointRepository(name, Checkpoint.open(Path.of(path)));
    }
}
