package io.bestiary.inference.cli;

import io.bestiary.inference.batch.BatchJob;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** How far a batch job is, on stderr: a bar on a terminal, else a line every ten seconds. */
final class RowProgress implements BatchJob.Listener, AutoCloseable {
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long total;
    private final ProgressBar bar;
    private final long started = System.nanoTime();
    private long lastLine = started;

    private RowProgress(long total, ProgressBar bar) {
        this.total = total;
        this.bar = bar;
    }

    /**
     * Begins to show a job.
     *
     * @param total bytes of all inputs; 0 if that is not known
     */
    @SuppressWarnings("SystemConsoleNull") // in Java 22 to 24 a log may hold a bar, which does no harm
    static RowProgress start(long total) {
        if (System.console() == null) {
            return new RowProgress(total, null);
        }
        boolean large = total > 10_000_000;
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName("predict")
                .setInitialMax(total > 0 ? total : -1)
                .setUnit(large ? " MB" : " kB", large ? 1_000_000 : 1000);
        return new RowProgress(total, builder.build());
    }

    @Override
    public void reached(long rows, long errors, long bytesRead) {
        double speed = rows / Math.max(1e-9, (System.nanoTime() - started) / 1e9);
        String state = String.format(Locale.ROOT, "%,d rows, %,d errors, %,.0f rows/s", rows, errors, speed);
        if (bar != null) {
            bar.stepTo(bytesRead);
            bar.setExtraMessage(state);
        } else if (System.nanoTime() - lastLine > LINE_NANOS) {
            lastLine = System.nanoTime();
            String share = total > 0 ? String.format(Locale.ROOT, "%d%%, ", 100 * bytesRead / total) : "";
            System.err.println("predict: " + share + state);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
