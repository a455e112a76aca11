package io.bestiary.datasets.series;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;

/**
 * The regular times of a series: every so many months, or every so many seconds.
 *
 * @param column name of the column that holds them
 * @param format how they are written
 * @param months from one row to the next; 0 where it is a number of seconds
 * @param seconds from one row to the next; 0 where it is a number of months
 */
public record TimeAxis(String column, TimeFormat format, int months, int seconds) {
    private static final long DAY = Duration.ofDays(1).toSeconds();
    /** Clocks are not exact: a row may come this share of a step too early or too late. */
    private static final double JITTER = 0.1;

    public TimeAxis {
        if (months < 0 || seconds < 0 || (months == 0) == (seconds == 0)) {
            throw new IllegalArgumentException(
                    "times: must go on by months or by seconds, got " + months + " and " + seconds);
        }
    }

    /** Finds the step that most rows make; the times ascend. */
    static TimeAxis of(String column, TimeFormat format, List<LocalDateTime> times) {
        long[] steps = new long[times.size() - 1];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = Duration.between(times.get(i), times.get(i + 1)).toSeconds();
        }
        java.util.Arrays.sort(steps);
        long middle = steps[steps.length / 2];
        return middle >= 28 * DAY
                ? new TimeAxis(column, format, (int) Math.round(middle / (DAY * 365.2425 / 12)), 0)
                : new TimeAxis(column, format, 0, Math.toIntExact(middle));
    }

    /** The time a number of steps after another. */
    public LocalDateTime after(LocalDateTime time, int steps) {
        return time.plusMonths((long) months * steps).plusSeconds((long) seconds * steps);
    }

    /** Whether one time comes one step after another, as clocks go. */
    boolean follows(LocalDateTime time, LocalDateTime before) {
        LocalDateTime expected = after(before, 1);
        double allowed = JITTER * Duration.between(before, expected).toSeconds();
        return Math.abs(Duration.between(expected, time).toSeconds()) <= allowed;
    }

    /** Rows in the period that such series usually repeat after: a day of hours, a week of days, a year of months; or 1. */
    public int season() {
        if (months > 0) {
            return Math.max(1, 12 / months);
        }
        long period = seconds < DAY ? DAY : 7 * DAY;
        return period % seconds == 0 ? Math.toIntExact(period / seconds) : 1;
    }

    @Override
    public String toString() {
        return months > 0
                ? months + (months == 1 ? " month" : " months")
                : Duration.ofSeconds(seconds)
                        .toString()
                        .substring(1)
                        .replaceFirst("^T", "")
                        .toLowerCase(java.util.Locale.ROOT);
    }
}
