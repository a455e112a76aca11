package io.bestiary.datasets;

import java.io.PrintStream;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** How far a transfer is, on stderr: a bar on a terminal, else a line at the start and one every ten seconds. */
final class TransferProgress implements AutoCloseable {
    private static final long LINE_NANOS = Duration.ofSeconds(10).toNanos();

    private final String name;
    private final long total;
    private final ProgressBar bar;
    private long lastLine = System.nanoTime();

    private TransferProgress(String name, long total, ProgressBar bar) {
        this.name = name;
        this.total = total;
        this.bar = bar;
    }

    // From Java 22 to 24 there is a console even where there is no terminal: then a log holds a bar, which does no
    // harm.
    @SuppressWarnings("SystemConsoleNull")
    static TransferProgress start(String name, long from, long total) {
        if (System.console() == null) {
            TransferProgress progress = new TransferProgress(name, total, null);
            progress.line(from);
            return progress;
        }
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(total)
                .startsFrom(from, Duration.ZERO)
                .setUnit(" MB", 1_000_000)
                .showSpeed()
                .build();
        return new TransferProgress(name, total, bar);
    }

    void reached(long bytes) {
        if (bar != null) {
            bar.stepTo(bytes);
        } else if (System.nanoTime() - lastLine > LINE_NANOS) {
            line(bytes);
        }
    }

    private void line(long bytes) {
        lastLine = System.nanoTime();
        PrintStream err = System.err;
        err.printf("downloading %s: %.1f of %.1f MB%n", name, bytes / 1e6, total / 1e6);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
