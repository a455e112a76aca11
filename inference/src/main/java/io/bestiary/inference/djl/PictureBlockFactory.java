package io.bestiary.inference.djl;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.nio.file.Path;
import java.util.Map;

/** {@link PipelineBlockFactory} under the name that the checkpoints of picture classifiers carry. */
public final class PictureBlockFactory implements BlockFactory {
    private static final long serialVersionUID = 1;

    /** What {@code serving.properties} says, so that DJL's translator hands pictures on as they are. */
    public static Map<String, String> servingProperties() {
        return Map.of(
                "blockFactory", PictureBlockFactory.class.getName(),
                "translatorFactory", PipelineTranslatorFactory.class.getName(),
                "toTensor", "false",
                "synsetFileName", "labels.txt",
                "applySoftmax", "true");
    }

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) {
        return new PipelineBlockFactory().newBlock(model, modelPath, arguments);
    }
}
