package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Seeds;
import java.util.ArrayList;
import java.util.List;

/** Which tokens a network reads at once. */
public interface TokenWindows {

    /**
     * A window.
     *
     * @param from place of the first token that is read
     * @param length tokens that are read
     * @param told the first of them whose next token counts; what comes before is only read
     */
    record Window(long from, int length, int told) {}

    /** Number of windows in an epoch. */
    int size();

    /** A window; those of training lie elsewhere in each epoch. */
    Window get(int index, long epoch);

    /**
     * Windows to learn from. Those of a running text lie side by side, begin at another place in each epoch, and cover all
     * but less than two of them; a separate text is one, or as many as it takes.
     *
     * @param context tokens that are read at once
     * @throws DataException if a running text has fewer
     */
    static TokenWindows training(TokenizedText text, int context, long seed) {
        if (text.texts() > 0) {
            return separate(text, context, 0);
        }
        long told = text.tokens().size() - 1;
        if (told < context) {
            throw new DataException(
                    "the training text must have at least " + context + " tokens, the network's context, got " + told);
        }
        int all = Math.toIntExact(told / context);
        int count = all > 8 ? all - 1 : all;
        long slack = told - (long) count * context;
        return new TokenWindows() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public Window get(int index, long epoch) {
                long phase = Seeds.of(seed, "phase", epoch).nextLong(slack + 1);
                return new Window(phase + (long) index * context, context, 0);
            }
        };
    }

    /**
     * Windows by which every token is told once, knowing at least {@code overlap} others where there are as many.
     *
     * @param overlap tokens of a window that were told in the one before
     */
    static TokenWindows evaluation(TokenizedText text, int context, int overlap) {
        if (text.texts() > 0) {
            return separate(text, context, overlap);
        }
        long told = text.tokens().size() - 1;
        long further = Math.max(0, told - context);
        int stride = context - overlap;
        int count = told == 0 ? 0 : Math.toIntExact(1 + (further + stride - 1) / stride);
        // Told when asked for, as there may be more of them than memory.
        return new TokenWindows() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public Window get(int index, long epoch) {
                long from = (long) index * stride;
                return new Window(from, (int) Math.min(context, told - from), index == 0 ? 0 : overlap);
            }
        };
    }

    private static TokenWindows separate(TokenizedText text, int context, int overlap) {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < text.texts(); i++) {
            windows.addAll(cut(text.start(i), text.start(i + 1), text.start(i) + text.prompt(i), context, overlap));
        }
        return of(windows);
    }

    /** Windows over the tokens from one place up to another, exclusive, that tell what comes after those from a third on. */
    private static List<Window> cut(long from, long to, long told, int context, int overlap) {
        List<Window> windows = new ArrayList<>();
        long next = told;
        while (next < to) {
            long begin = Math.max(from, windows.isEmpty() ? next - context + 1 : next - overlap);
            begin = windows.isEmpty() && told - from < context ? from : begin;
            long end = Math.min(to, begin + context);
            windows.add(new Window(begin, (int) (end - begin), (int) (next - begin)));
            next = end;
        }
        return windows;
    }

    private static TokenWindows of(List<Window> windows) {
        return new TokenWindows() {
            @Override
            public int size() {
                return windows.size();
            }

            @Override
            public Window get(int index, long epoch) {
                return windows.get(index);
            }
        };
    }
}
