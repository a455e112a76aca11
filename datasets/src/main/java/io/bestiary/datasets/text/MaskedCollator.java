package io.bestiary.datasets.text;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.text.Masking.Masked;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches of windows for networks that tell hidden tokens: inputs are tokens (B, T) and lengths (B), targets what was there
 * (B, T) and whether it counts (B, T), 1 or 0.
 *
 * @param turns 0 draws what is hidden; else each window is there so often, every token of it hidden in one of the turns
 */
public record MaskedCollator(TokenizedText text, TokenWindows windows, Masking masking, int turns) implements Collator {

    /** Number of examples. */
    public int size() {
        return windows.size() * Math.max(1, turns);
    }

    @Override
    public Batch collate(int[] indices, long epoch) {
        List<int[]> targets = new ArrayList<>();
        List<Masked> masked = new ArrayList<>();
        int width = 1;
        for (int index : indices) {
            TokenWindows.Window window = windows.get(index / Math.max(1, turns), epoch);
            // The window's next tokens: the first token of all only marks the beginning.
            int[] tokens = text.tokens().get(window.from() + 1, window.from() + 1 + window.length());
            targets.add(tokens);
            masked.add(turns == 0 ? masking.draw(tokens, epoch, index) : masking.every(tokens, turns, index % turns));
            width = Math.max(width, tokens.length);
        }
        float[] counts = new float[indices.length * width];
        for (int row = 0; row < indices.length; row++) {
            boolean[] told = masked.get(row).told();
            for (int t = 0; t < told.length; t++) {
                counts[row * width + t] = told[t] ? 1 : 0;
            }
        }
        List<int[]> read = masked.stream().map(Masked::tokens).toList();
        return new Batch(
                List.of(TokenBatch.padded(read, 0), TokenBatch.lengths(read)),
                List.of(TokenBatch.padded(targets, 0), HostTensor.floats(counts, indices.length, width)),
                indices);
    }
}
