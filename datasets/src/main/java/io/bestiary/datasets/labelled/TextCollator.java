package io.bestiary.datasets.labelled;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.HostTensor;
import io.bestiary.datasets.text.TokenBatch;
import java.util.Arrays;
import java.util.List;

/** Makes batches of texts: tokens (B, T), lengths (B); targets: classes (B). */
public final class TextCollator implements Collator {
    private final List<int[]> texts;
    private final int[] classes;
    private final Changing changing;

    /** Changes the tokens of an example in an epoch. */
    @FunctionalInterface
    public interface Changing {
        int[] change(int[] tokens, long epoch, int example);
    }

    /**
     * Makes a collator.
     *
     * @param classes number of the class of each text
     * @param changing what training does to the tokens
     */
    public TextCollator(List<int[]> texts, int[] classes, Changing changing) {
        this.texts = texts;
        this.classes = classes;
        this.changing = changing;
    }

    @Override
    public Batch collate(int[] indices, long epoch) {
        List<int[]> rows = Arrays.stream(indices)
                .mapToObj(i -> changing.change(texts.get(i), epoch, i))
                .toList();
        long[] targets = Arrays.stream(indices).mapToLong(i -> classes[i]).toArray();
        return new Batch(
                List.of(TokenBatch.padded(rows, 0), TokenBatch.lengths(rows)),
                List.of(HostTensor.longs(targets, targets.length)),
                indices);
    }
}
