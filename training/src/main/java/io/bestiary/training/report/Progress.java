package io.bestiary.training.report;

/** Shows on stderr how far a long job is: one live line on a terminal, a plain line now and then elsewhere. */
@SuppressWarnings("DoNotCallSuggester")
public final class Progress implements AutoCloseable {

    private Progress() {}

    /**
     * Begins to show a job.
     *
     * @param title such as {@code epoch 3/10}
     * @param total how many there are to do, at least 1
     * @param unit what is counted, in the plural
     */
    public static Progress start(String title, long total, String unit) {
        throw new UnsupportedOperationException("soon");
    }

    /** Says how many are done by now, and anything else worth seeing, such as {@code loss 0.123}. */
    public void update(long done, String status) {
        throw new UnsupportedOperationException("soon");
    }

    /** Leaves one line that sums the job up. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("soon");
    }
}
