package io.bestiary.inference.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import io.bestiary.datasets.image.ImagePreprocessor;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.pipeline.Pipeline;
import io.bestiary.zoo.engine.HostMemory;
import io.bestiary.zoo.nn.NamedBlock;
import io.bestiary.zoo.nn.Pass;
import io.bestiary.zoo.nn.Tracer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * A checkpoint's network as plain DJL sees it, with the pipeline that answers by it.
 *
 * <p>It takes what the network takes. Where the network takes pictures it also takes bytes (B, H, W, 3) of any size, and
 * prepares them as training did: for {@code Image -> Classifications} DJL takes its own translator, whatever
 * {@code serving.properties} names, and that one resizes with the engine's own arithmetic, which differs from engine to
 * engine. Nothing in, nothing out: then {@link PipelineTranslator} answers.
 */
final class PipelineBlock extends NamedBlock {
    private final Pipeline<?, ?, ?> pipeline;
    private final Optional<ImagePreprocessor> pictures;
    private final Block network;

    PipelineBlock(Pipeline<?, ?, ?> pipeline, Optional<ImagePreprocessor> pictures, Block network) {
        this.pipeline = pipeline;
        this.pictures = pictures;
        this.network = child("", network);
    }

    Pipeline<?, ?, ?> pipeline() {
        return pipeline;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        if (pass.training()) {
            throw new IllegalStateException("network: cannot be trained, it is folded to answer");
        }
        if (inputs.isEmpty()) {
            return inputs;
        }
        boolean raw = pictures.isPresent() && inputs.head().getDataType() == DataType.UINT8;
        return pass.through(network, raw ? new NDList(prepare(inputs.head(), pictures.get())) : inputs);
    }

    private static NDArray prepare(NDArray given, ImagePreprocessor preprocessor) {
        Shape shape = given.getShape();
        int height = Math.toIntExact(shape.get(1));
        int width = Math.toIntExact(shape.get(2));
        byte[] bytes = given.toByteArray();
        int count = Math.toIntExact(shape.get(0));
        Shape prepared = new Shape(count).addAll(preprocessor.shape());
        ByteBuffer values = HostMemory.allocate(prepared.size(), DataType.FLOAT32);
        FloatBuffer floats = values.asFloatBuffer();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[height * width * 3];
            System.arraycopy(bytes, i * pixels.length, pixels, 0, pixels.length);
            floats.put(preprocessor.apply(new PixelImage(width, height, 3, pixels)));
        }
        return HostMemory.array(given.getManager(), values, prepared, DataType.FLOAT32);
    }

    @Override
    protected Shape[] trace(Tracer tracer, Shape... inputs) {
        return tracer.through(network, inputs);
    }
}
