package io.bestiary.datasets.text;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Batches of windows for networks that tell the next token: inputs are tokens (B, T), targets the token after each (B, T)
 * and whether it counts (B, T), 1 or 0; shorter windows are filled up at the end, where nothing counts.
 */
public record CausalCollator(TokenizedText text, TokenWindows windows) implements Collator {

    @Override
    public Batch collate(int[] indices, long epoch) {
        List<int[]> inputs = new ArrayList<>();
        List<int[]> targets = new ArrayList<>();
        int width = 1;
        for (int index : indices) {
            TokenWindows.Window window = windows.get(index, epoch);
            int[] tokens = text.tokens().get(window.from(), window.from() + window.length() + 1);
            inputs.add(Arrays.copyOf(tokens, window.length()));
            targets.add(Arrays.copyOfRange(tokens, 1, tokens.length));
            width = Math.max(width, window.length());
        }
        float[] counts = new float[indices.length * width];
        for (int row = 0; row < indices.length; row++) {
            TokenWindows.Window window = windows.get(indices[row], epoch);
            Arrays.fill(counts, row * width + window.told(), row * width + window.length(), 1);
        }
        return new Batch(
                List.of(TokenBatch.padded(inputs, 0)),
                List.of(TokenBatch.padded(targets, 0), HostTensor.floats(counts, indices.length, width)),
                indices);
    }
}
