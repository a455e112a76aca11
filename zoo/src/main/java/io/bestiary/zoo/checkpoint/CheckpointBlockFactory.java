package io.bestiary.zoo.checkpoint;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What DJL makes a model's block with: the network of the checkpoint, verified and with its weights. */
public final class CheckpointBlockFactory implements BlockFactory {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointBlockFactory.class);

    /**
     * Opens the checkpoint.
     *
     * @param model its manager names the engine and the device, and owns the weights
     * @throws CheckpointException naming what is wrong with the folder
     */
    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) {
        Checkpoint checkpoint = Checkpoint.open(modelPath);
        checkpoint.notice().ifPresent(LOG::warn);
        return checkpoint.network(model.getNDManager()).block();
    }
}
