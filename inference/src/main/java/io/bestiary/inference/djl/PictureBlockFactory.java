package io.bestiary.inference.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Pipelines;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointBlockFactory;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * What plain DJL makes the block of a network for pictures with: one that prepares raw pictures itself, as training did.
 *
 * <p>For {@code Image -> Classifications} DJL takes its own translator, whatever {@code serving.properties} names, and that
 * one resizes with the engine's own arithmetic, which differs from engine to engine.
 */
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
        ImagePreprocessor preprocessor = Pipelines.imagePreprocessor(Checkpoint.open(modelPath));
        return new PictureBlock(preprocessor, new CheckpointBlockFactory().newBlock(model, modelPath, arguments));
    }

    /** Takes bytes (B, H, W, 3) of any size, or what is prepared already: floats (B, C, H, W). */
    private static final class PictureBlock extends NamedBlock {
        private final ImagePreprocessor preprocessor;
        private final Block network;

        PictureBlock(ImagePreprocessor preprocessor, Block network) {
            this.preprocessor = preprocessor;
            this.network = child("", network);
        }

        @Override
        protected NDList forward(Pass pass, NDList inputs) {
            NDArray pictures = inputs.head();
            boolean raw = pictures.getDataType() == DataType.UINT8;
            return pass.through(network, raw ? new NDList(prepare(pictures)) : inputs);
        }

        private NDArray prepare(NDArray pictures) {
            Shape shape = pictures.getShape();
            int height = Math.toIntExact(shape.get(1));
            int width = Math.toIntExact(shape.get(2));
            byte[] bytes = pictures.toByteArray();
            int count = Math.toIntExact(shape.get(0));
            Shape prepared = new Shape(count).addAll(preprocessor.shape());
            ByteBuffer values = HostMemory.allocate(prepared.size(), DataType.FLOAT32);
            FloatBuffer floats = values.asFloatBuffer();
            for (int i = 0; i < count; i++) {
                byte[] pixels = new byte[height * width * 3];
                System.arraycopy(bytes, i * pixels.length, pixels, 0, pixels.length);
                floats.put(preprocessor.apply(new PixelImage(width, height, 3, pixels)));
            }
            return HostMemory.array(pictures.getManager(), values, prepared, DataType.FLOAT32);
        }

        @Override
        protected Shape[] trace(Tracer tracer, Shape... inputs) {
            return tracer.through(network, inputs);
        }
    }
}
