package io.bestiary.datasets.series;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a file writes its times; every row of a file writes them alike. */
public enum TimeFormat {
    SECOND("uuuu-MM-dd HH:mm:ss"),
    MINUTE("uuuu-MM-dd HH:mm"),
    ISO_SECOND("uuuu-MM-dd'T'HH:mm:ss"),
    ISO_MINUTE("uuuu-MM-dd'T'HH:mm"),
    DAY("uuuu-MM-dd"),
    MONTH("uuuu-MM"),
    YEAR("uuuu");

    private final String pattern;
    private final DateTimeFormatter formatter;

    TimeFormat(String pattern) {
        this.pattern = pattern;
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern(pattern);
        if (!pattern.contains("MM")) {
            builder.parseDefaulting(ChronoField.MONTH_OF_YEAR, 1);
        }
        if (!pattern.contains("dd")) {
            builder.parseDefaulting(ChronoField.DAY_OF_MONTH, 1);
        }
        if (!pattern.contains("HH")) {
            builder.parseDefaulting(ChronoField.HOUR_OF_DAY, 0);
        }
        this.formatter = builder.toFormatter().withResolverStyle(ResolverStyle.STRICT);
    }

    /** The format that a time is written in; empty where it is none of these. */
    static Optional<TimeFormat> of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.parse(text).isPresent())
                .findFirst();
    }

    /** Reads a time; empty where it is not written so, or there is no such day. */
    Optional<LocalDateTime> parse(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, formatter));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Writes a time. */
    public String text(LocalDateTime time) {
        return formatter.format(time);
    }

    /** All formats as people write them, for messages. */
    static String patterns() {
        return Arrays.stream(values()).map(TimeFormat::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return pattern.replace("u", "y").replace("'", "");
    }
}
