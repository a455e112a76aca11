package io.bestiary.training.task;

import io.bestiary.datasets.text.TokenFile;
import io.bestiary.datasets.text.TokenWindows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a token from those just before it, by how often it came after them in training; interpolated over the lengths of
 * what it looks back at as Witten and Bell, 1991, https://doi.org/10.1109/18.87000, have it: seen continuations weigh as
 * their count, the shorter look as there are different ones. In the end all tokens are alike.
 */
final class NGram {
    private final int vocabulary;
    /** For each length of the look back: how often it was there, and how many different tokens followed. */
    private final List<Map<Long, int[]>> contexts = new ArrayList<>();

    private final List<Map<Long, int[]>> continued = new ArrayList<>();

    /**
     * Counts.
     *
     * @param back most tokens to look back at
     * @param most tokens to count
     */
    NGram(TokenFile tokens, int vocabulary, int back, long most) {
        this.vocabulary = vocabulary;
        for (int length = 0; length <= back; length++) {
            contexts.add(new HashMap<>());
            continued.add(new HashMap<>());
        }
        long size = Math.min(most, tokens.size());
        for (long at = 1; at < size; at++) {
            for (int length = 0; length <= back && length <= at; length++) {
                long context = context(tokens, at, length);
                int[] seen = contexts.get(length).computeIfAbsent(context, c -> new int[2]);
                int[] times =
                        continued.get(length).computeIfAbsent(context * vocabulary + tokens.get(at), c -> new int[1]);
                seen[0]++;
                seen[1] += times[0]++ == 0 ? 1 : 0;
            }
        }
    }

    /** How far can be looked back at so many tokens, so that what is seen is told by one number. */
    static int most(int vocabulary, int wanted) {
        int back = wanted;
        while (back > 0 && Math.pow(vocabulary, back + 1.0) > 0x1p62) {
            back--;
        }
        return back;
    }

    private long context(TokenFile tokens, long at, int length) {
        long context = 0;
        for (long i = at - length; i < at; i++) {
            context = context * vocabulary + tokens.get(i);
        }
        return context;
    }

    /** Nats of the token at a place, which may look back no further than another. */
    private double nats(TokenFile tokens, long at, long from) {
        double probability = 1.0 / vocabulary;
        for (int length = 0; length < contexts.size() && at - length >= from; length++) {
            long context = context(tokens, at, length);
            int[] seen = contexts.get(length).get(context);
            if (seen == null) {
                break;
            }
            int[] times = continued.get(length).get(context * vocabulary + tokens.get(at));
            probability = ((times == null ? 0 : times[0]) + seen[1] * probability) / (seen[0] + seen[1]);
        }
        return -Math.log(probability);
    }

    /** Nats of all tokens that the windows tell. */
    void score(TokenFile tokens, TokenWindows windows, LanguageScore score) {
        for (int i = 0; i < windows.size(); i++) {
            TokenWindows.Window window = windows.get(i, 0);
            for (int t = window.told(); t < window.length(); t++) {
                score.add(nats(tokens, window.from() + t + 1, 0));
            }
        }
    }
}
