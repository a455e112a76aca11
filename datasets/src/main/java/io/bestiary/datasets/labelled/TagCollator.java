package io.bestiary.datasets.labelled;

import io.bestiary.datasets.Batch;
import io.bestiary.datasets.Collator;
import io.bestiary.datasets.text.TokenBatch;
import java.util.Arrays;
import java.util.List;

/**
 * Makes batches of sentences: words (B, T), lengths (B) and, where the network sees them, characters (B, T, W); targets:
 * tags (B, T), and what counts (B, T): 1 for a word, 0 for padding.
 */
public final class TagCollator implements Collator {
    private final List<WordEncoder.Encoded> sentences;
    private final List<int[]> tags;
    private final TextCollator.Changing changing;

    /**
     * Makes a collator.
     *
     * @param tags number of the tag of each word
     * @param changing what training does to the words; their characters stay
     */
    public TagCollator(List<WordEncoder.Encoded> sentences, List<int[]> tags, TextCollator.Changing changing) {
        this.sentences = sentences;
        this.tags = tags;
        this.changing = changing;
    }

    @Override
    public Batch collate(int[] indices, long epoch) {
        List<WordEncoder.Encoded> rows = Arrays.stream(indices)
                .mapToObj(i -> new WordEncoder.Encoded(
                        changing.change(sentences.get(i).words(), epoch, i),
                        sentences.get(i).characters()))
                .toList();
        List<int[]> answers = Arrays.stream(indices).mapToObj(tags::get).toList();
        return new Batch(
                WordEncoder.batch(rows), List.of(TokenBatch.padded(answers, 0), TokenBatch.counts(answers)), indices);
    }
}
