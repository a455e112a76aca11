package io.bestiary.datasets.series;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.HostTensor;
import java.util.List;

/**
 * Makes batches of windows: input (B, L, C); targets (B, H, C) where there is a horizon, less the level of the input, else
 * the class of the last row (B).
 */
public final class SeriesCollator implements Collator {
    private final Windows windows;
    private final SeriesPreprocessor preprocessor;
    private final float[] scaled;
    private final int[] classes;

    /**
     * Makes a collator.
     *
     * @param scaled what {@link SeriesPreprocessor#scaled} made of the table
     * @param classes number of the class of each row; empty where there is a horizon
     */
    public SeriesCollator(Windows windows, SeriesPreprocessor preprocessor, float[] scaled, int[] classes) {
        this.windows = windows;
        this.preprocessor = preprocessor;
        this.scaled = scaled;
        this.classes = classes;
    }

    @Override
    public Batch collate(int[] indices, long epoch) {
        int columns = preprocessor.columns().size();
        int past = windows.context() * columns;
        int future = windows.horizon() * columns;
        float[] inputs = new float[Math.multiplyExact(indices.length, past)];
        float[] targets = new float[Math.multiplyExact(indices.length, future)];
        long[] labels = new long[indices.length];
        float[] window = new float[past];
        for (int i = 0; i < indices.length; i++) {
            int start = windows.starts()[indices[i]];
            System.arraycopy(scaled, start * columns, window, 0, past);
            float[] level = preprocessor.takeLevel(window);
            System.arraycopy(window, 0, inputs, i * past, past);
            for (int j = 0; j < future; j++) {
                targets[i * future + j] = scaled[start * columns + past + j] - level[j % columns];
            }
            if (future == 0) {
                labels[i] = classes[start + windows.context() - 1];
            }
        }
        HostTensor target = future == 0
                ? HostTensor.longs(labels, indices.length)
                : HostTensor.floats(targets, indices.length, windows.horizon(), columns);
        return new Batch(
                List.of(HostTensor.floats(inputs, indices.length, windows.context(), columns)),
                List.of(target),
                indices);
    }
}
