package io.bestiary.training.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows on stderr how far a long job is: one live line on a terminal, elsewhere a plain line every ten seconds, and one line
 * in the end.
 *
 * <p>For one thread, the one that does the job.
 */
public final class Progress implements AutoCloseable {
    private static final long LIVE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PLAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int BAR = 20;
    private static final int LEAST_BAR = 5;

    private final String title;
    private final long total;
    private final String unit;
    private final Terminal terminal;
    private final LongSupplier clock;
    private final long started;
    private long shown;
    private int shownWidth;
    private long done;
    private String status = "";
    private boolean closed;

    Progress(String title, long total, String unit, Terminal terminal, LongSupplier clock) {
        if (total < 1) {
            throw new IllegalArgumentException("total: must be at least 1, got " + total);
        }
        this.title = title;
        this.total = total;
        this.unit = unit;
        this.terminal = terminal;
        this.clock = clock;
        started = clock.getAsLong();
        shown = started;
        if (terminal.isLive()) {
            live();
        }
    }

    /**
     * Begins to show a job.
     *
     * @param title such as {@code epoch 3/10}
     * @param total how many there are to do, at least 1
     * @param unit what is counted, in the plural
     */
    public static Progress start(String title, long total, String unit) {
        return new Progress(title, total, unit, Terminal.stderr(), System::nanoTime);
    }

    /** Says how many are done by now, and what else is worth seeing, such as {@code loss 0.123}; cheap at every step. */
    public void update(long nowDone, String nowStatus) {
        done = nowDone;
        status = nowStatus;
        long now = clock.getAsLong();
        if (closed || now - shown < (terminal.isLive() ? LIVE_NANOS : PLAIN_NANOS)) {
            return;
        }
        shown = now;
        if (terminal.isLive()) {
            live();
        } else {
            terminal.out().println(title + ": " + String.join(", ", facts()));
        }
    }

    /** Leaves one line that sums the job up, and says so if it was not done to the end. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (terminal.isLive()) {
            terminal.out().print("\r" + " ".repeat(shownWidth) + "\r");
        }
        String amount = done >= total ? count(done) : "stopped at " + count(done) + " of " + count(total);
        List<String> facts = new ArrayList<>();
        facts.add(amount + " " + unit + " in " + time(seconds()));
        addStatusAndSpeed(facts);
        terminal.out().println(title + ": " + String.join(", ", facts));
        terminal.out().flush();
    }

    private void live() {
        String facts = String.join("  ", facts());
        // The last column stays free: some terminals begin a new line when it is written.
        int columns = terminal.columns() - 1;
        // What the facts leave, since the time that is left, the last of them, is worth more than a long bar.
        String bar = bar(Math.min(BAR, columns - Width.of(title + facts) - " [] ".length()));
        String line = Width.cut(title + bar + facts, columns);
        int width = Width.of(line);
        // Blanks over the rest of the line before, as not every terminal knows the code that clears it.
        terminal.out().print("\r" + line + " ".repeat(Math.max(0, shownWidth - width)));
        terminal.out().flush();
        shownWidth = width;
    }

    private String bar(int columns) {
        if (columns < LEAST_BAR) {
            return " ";
        }
        int full = (int) (columns * Math.min(done, total) / total);
        return " [" + "=".repeat(full) + " ".repeat(columns - full) + "] ";
    }

    private List<String> facts() {
        List<String> facts = new ArrayList<>();
        facts.add(100 * Math.min(done, total) / total + "%");
        facts.add(count(done) + "/" + count(total) + " " + unit);
        addStatusAndSpeed(facts);
        if (done > 0) {
            facts.add(time(seconds() * (total - Math.min(done, total)) / done) + " left");
        }
        return facts;
    }

    private void addStatusAndSpeed(List<String> facts) {
        if (!status.isEmpty()) {
            facts.add(status);
        }
        if (done > 0 && seconds() > 0) {
            double speed = done / seconds();
            facts.add(String.format(Locale.ROOT, speed < 10 ? "%.1f" : "%,.0f", speed) + " " + unit + "/s");
        }
    }

    private double seconds() {
        return (clock.getAsLong() - started) / 1e9;
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Such as {@code 0:07} or {@code 1:02:03}. */
    private static String time(double seconds) {
        long all = Math.round(seconds);
        long hours = all / 3600;
        String rest = String.format(Locale.ROOT, hours > 0 ? "%02d:%02d" : "%d:%02d", all / 60 % 60, all % 60);
        return hours > 0 ? hours + ":" + rest : rest;
    }
}
