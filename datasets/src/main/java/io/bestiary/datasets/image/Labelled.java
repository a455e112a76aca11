package io.bestiary.datasets.image;

import io.bestiary.datasets.Dataset;
import io.bestiary.datasets.Seeds;
import io.bestiary.datasets.Split;
import java.util.Arrays;
import java.util.List;

/** Pictures and their labels, known without decoding. */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
record Labelled(Dataset<LabelledImage> data, int[] labels) {

    static Labelled none() {
        return new Labelled(Dataset.of(List.of()), new int[0]);
    }

    /** Checks the share of a recipe's key. */
    static void checkShare(String key, double share) {
        if (!(share >= 0 && share <= 0.9)) {
            throw new IllegalArgumentException(key + ": must be between 0 and 0.9, got " + share);
        }
    }

    Labelled select(int[] indices) {
        return new Labelled(
                data.select(indices), Arrays.stream(indices).map(i -> labels[i]).toArray());
    }

    /** Takes a share of each class: what is left, and what was taken for the purpose. */
    List<Labelled> divide(double share, long seed, String purpose) {
        int[][] indices = Split.stratified(labels, share, Seeds.mix(seed, purpose));
        return List.of(select(indices[0]), select(indices[1]));
    }
}
