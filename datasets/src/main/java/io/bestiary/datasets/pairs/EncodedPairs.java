package io.bestiary.datasets.pairs;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Dataset;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs as tokens.
 *
 * @param sources with their end
 * @param targets between begin and end
 */
public record EncodedPairs(List<int[]> sources, List<int[]> targets) {

    /**
     * Cuts all pairs.
     *
     * @throws DataException naming the place of the first that is too long or has what the tokenizers do not know
     */
    public static EncodedPairs of(Dataset<TextPair> pairs, PairTokens tokens) {
        List<int[]> sources = new ArrayList<>(pairs.size());
        List<int[]> targets = new ArrayList<>(pairs.size());
        for (int i = 0; i < pairs.size(); i++) {
            TextPair pair = pairs.get(i);
            try {
                sources.add(tokens.readSource(pair.source()));
                targets.add(tokens.readTarget(pair.target()));
            } catch (DataException e) {
                throw new DataException(pair.place() + ": " + e.getMessage(), e);
            }
        }
        return new EncodedPairs(sources, targets);
    }

    public int size() {
        return sources.size();
    }

    /** The steps that each pair takes: those of the longer side. */
    public int[] lengths() {
        int[] lengths = new int[size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = Math.max(sources.get(i).length, targets.get(i).length - 1);
        }
        return lengths;
    }
}
