package io.bestiary.inference.pipeline;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.bestiary.datasets.series.SeriesPreprocessor;
import io.bestiary.datasets.series.SeriesPreprocessor.Window;
import io.bestiary.zoo.engine.HostMemory;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/** Windows of series put together for a network. */
final class WindowBatch {

    private WindowBatch() {}

    /** Values (B, L, C), which belong to the manager. */
    static NDList of(NDManager manager, List<Window> windows, SeriesPreprocessor preprocessor) {
        Shape shape = new Shape(
                windows.size(), preprocessor.context(), preprocessor.columns().size());
        ByteBuffer bytes = HostMemory.allocate(shape.size(), DataType.FLOAT32);
        FloatBuffer floats = bytes.asFloatBuffer();
        windows.forEach(window -> floats.put(window.values()));
        return new NDList(HostMemory.array(manager, bytes, shape, DataType.FLOAT32));
    }
}
