package io.bestiary.inference.djl;

import ai.djl.Application;
import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.util.Progress;
import io.bestiary.zoo.checkpoint.Checkpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One checkpoint, as DJL looks for models: it says itself which classes open it, so that DJL asks no file for them. */
final class CheckpointRepository extends AbstractRepository {
    static final String GROUP = "io.bestiary";

    private final Path folder;
    private final String model;

    CheckpointRepository(String name, Checkpoint checkpoint) {
        super(name, checkpoint.folder().toUri());
        this.folder = checkpoint.folder();
        this.model = checkpoint.card().architecture();
    }

    /** Where DJL finds the checkpoint. */
    MRL address(String artifact) {
        return MRL.model(this, Application.UNDEFINED, GROUP, artifact, null, null);
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Metadata locate(MRL address) {
        Artifact artifact = new Artifact();
        artifact.setName(model);
        artifact.setFiles(Map.of());
        // What is given here goes before what serving.properties says.
        artifact.setArguments(Map.of(
                "blockFactory", PipelineBlockFactory.class.getName(),
                "translatorFactory", PipelineTranslatorFactory.class.getName()));
        artifact.setOptions(Map.of("hasParameter", "false"));
        Metadata metadata = new Metadata.MatchAllMetadata();
        metadata.setGroupId(GROUP);
        metadata.setArtifactId(address.getArtifactId());
        metadata.setRepositoryUri(URI.create(""));
        metadata.setArtifacts(List.of(artifact));
        return metadata;
    }

    @Override
    public Artifact resolve(MRL address, Map<String, String> filter) {
        return locate(address).getArtifacts().get(0);
    }

    @Override
    public Path getResourceDirectory(Artifact artifact) {
        return folder;
    }

    @Override
    public Path getCacheDirectory() {
        return folder;
    }

    @Override
    public void prepare(Artifact artifact, Progress progress) {
        // It is there.
    }

    @Override
    public List<MRL> getResources() {
        return List.of(address(model));
    }
}
