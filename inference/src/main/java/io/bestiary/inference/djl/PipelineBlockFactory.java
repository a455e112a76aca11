package io.bestiary.inference.djl;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.nn.Network;
import io.bestiary.zoo.nn.Task;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What plain DJL makes the block of a checkpoint with, whatever its task: its network, and what answers by it. */
public final class PipelineBlockFactory implements BlockFactory {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(PipelineBlockFactory.class);

    /** What {@code serving.properties} says, so that plain DJL and DJL Serving answer by the pipeline. */
    public static Map<String, String> servingProperties() {
        return Map.of(
                "blockFactory", PipelineBlockFactory.class.getName(),
                "translatorFactory", PipelineTranslatorFactory.class.getName());
    }

    /**
     * Opens the checkpoint.
     *
     * @param model its manager names the engine and the device, and owns the weights
     * @throws io.bestiary.zoo.checkpoint.CheckpointException naming what is wrong with the folder
     */
    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) {
        Checkpoint checkpoint = Checkpoint.open(modelPath);
        checkpoint.notice().ifPresent(LOG::warn);
        Network network = checkpoint.network(model.getNDManager());
        network.fold();
        boolean pictures = checkpoint.card().task().equals(Task.IMAGE_CLASSIFICATION.toString());
        return new PipelineBlock(
                Pipelines.of(checkpoint, network),
                pictures ? Optional.of(Pipelines.imagePreprocessor(checkpoint)) : Optional.empty(),
                network.block());
    }
}
