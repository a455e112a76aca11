package io.bestiary.datasets.series;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.rows.FileLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads a series from rows of text: commas, or tabs where the file's name ends in {@code .tsv}; packed with gzip or not. */
final class SeriesReader {
    private final Path file;
    private final SeriesLayout layout;
    private final List<LocalDateTime> times = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
    private float[] values = new float[1024];
    private int filled;
    private TimeFormat format;

    private SeriesReader(Path file, SeriesLayout layout) {
        this.file = file;
        this.layout = layout;
    }

    /**
     * Reads a file.
     *
     * @throws DataException naming file and line where it is not what it must be
     */
    static SeriesTable read(Path file, SeriesLayout layout) {
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": must be a file of rows, found "
                    + (Files.isDirectory(file) ? "a folder" : "nothing there"));
        }
        SeriesReader reader = new SeriesReader(file, layout);
        boolean tabs = file.toString().contains(".tsv");
        CSVFormat format = tabs ? CSVFormat.TDF : CSVFormat.DEFAULT;
        try (CSVParser parser = CSVParser.builder()
                .setReader(open(file))
                .setFormat(format.builder().setIgnoreEmptyLines(true).get())
                .get()) {
            return reader.table(parser);
        } catch (CharacterCodingException e) {
            FileLines.read(file); // names the line
            throw new DataException(file + ": must be UTF-8", e);
        } catch (UncheckedIOException e) {
            throw new DataException(
                    file + ": must be rows of " + (tabs ? "tabs" : "commas") + ", found "
                            + e.getCause().getMessage(),
                    e);
        } catch (IOException e) {
            throw new DataException(file + ": must be readable, found " + e.getMessage(), e);
        }
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        InputStream content = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
        BufferedReader text = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8.newDecoder()));
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
        return text;
    }

    private SeriesTable table(CSVParser parser) {
        Iterator<CSVRecord> rows = parser.iterator();
        List<String> names = new ArrayList<>();
        CSVRecord first = rows.hasNext() ? rows.next() : null;
        if (first == null) {
            throw new DataException(file + ": must have rows, found an empty file");
        }
        if (layout.header()) {
            first.forEach(name -> names.add(name.strip()));
            if (layout.rowNumbers()) {
                names.add(0, "");
            }
        } else {
            IntStream.range(0, first.size()).forEach(i -> names.add(Integer.toString(i)));
        }
        int date = layout.date().map(name -> find("date", name, names)).orElse(-1);
        int label = layout.label().map(name -> find("label", name, names)).orElse(-1);
        int[] columns = columns(names, date, label);
        if (!layout.header()) {
            add(first, names, date, label, columns, parser.getCurrentLineNumber());
        }
        while (rows.hasNext()) {
            add(rows.next(), names, date, label, columns, parser.getCurrentLineNumber());
        }
        if (lines.size() < 2) {
            throw new DataException(file + ": must have at least 2 rows, found " + lines.size());
        }
        Optional<TimeAxis> axis = layout.date().map(name -> TimeAxis.of(name, format, times));
        List<String> chosen = Arrays.stream(columns).mapToObj(names::get).toList();
        return new SeriesTable(
                file.toString(), chosen, axis, times, Arrays.copyOf(values, filled), begins(axis), labels);
    }

    private int find(String key, String name, List<String> names) {
        int at = names.indexOf(name);
        if (at < 0 || name.isEmpty()) {
            throw new DataException(file + ":1: " + key + ": must be one of the columns " + names + ", got " + name);
        }
        return at;
    }

    private int[] columns(List<String> names, int date, int label) {
        if (!layout.columns().isEmpty()) {
            return layout.columns().stream()
                    .mapToInt(name -> find("columns", name, names))
                    .toArray();
        }
        int[] rest = IntStream.range(layout.rowNumbers() ? 1 : 0, names.size())
                .filter(i -> i != date && i != label)
                .toArray();
        if (rest.length == 0) {
            throw new DataException(file + ":1: must have a column of numbers, found only " + names);
        }
        return rest;
    }

    private void add(CSVRecord row, List<String> names, int date, int label, int[] columns, long line) {
        if (row.size() != names.size()) {
            throw new DataException(
                    at(line) + "must have " + names.size() + " cells, as the first line has, found " + row.size());
        }
        if (date >= 0) {
            addTime(row.get(date).strip(), names.get(date), line);
        }
        if (label >= 0) {
            String name = row.get(label).strip();
            if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
                throw new DataException(at(line) + names.get(label) + ": must name a class, found \"" + name + "\"");
            }
            labels.add(name);
        }
        for (int column : columns) {
            addValue(row.get(column).strip(), names.get(column), line);
        }
        lines.add(line);
    }

    private void addTime(String text, String column, long line) {
        if (format == null) {
            format = TimeFormat.of(text)
                    .orElseThrow(() -> new DataException(at(line) + column + ": must be a time such as "
                            + TimeFormat.patterns() + ", found \"" + text + "\""));
        }
        LocalDateTime time = format.parse(text)
                .orElseThrow(() -> new DataException(at(line) + column + ": must be a time written " + format
                        + " as in the first row, found \"" + text + "\""));
        if (!times.isEmpty() && !time.isAfter(times.get(times.size() - 1))) {
            throw new DataException(at(line) + column + ": must be after "
                    + format.text(times.get(times.size() - 1)) + ", the time of the row before, found " + text
                    + " (rows must be sorted by time, each time once)");
        }
        times.add(time);
    }

    private void addValue(String text, String column, long line) {
        float value;
        try {
            // Java also reads 1f, NaN and 0x1p3, which are not what a table of numbers holds.
            value = text.matches("[-+0-9.eE]+") ? Float.parseFloat(text) : Float.NaN;
        } catch (NumberFormatException e) {
            value = Float.NaN;
        }
        if (!Float.isFinite(value)) {
            throw new DataException(at(line) + column + ": must be a number, found "
                    + (text.isEmpty() ? "nothing" : "\"" + text + "\""));
        }
        if (filled == values.length) {
            values = Arrays.copyOf(values, Math.multiplyExact(2, filled));
        }
        values[filled++] = value;
    }

    private boolean[] begins(Optional<TimeAxis> axis) {
        boolean[] begins = new boolean[lines.size()];
        begins[0] = true;
        for (int i = 1; axis.isPresent() && i < begins.length; i++) {
            LocalDateTime before = times.get(i - 1);
            if (!axis.get().follows(times.get(i), before)) {
                if (layout.gaps() == Gaps.REFUSE) {
                    throw new DataException(at(lines.get(i)) + axis.get().column() + ": must be "
                            + format.text(axis.get().after(before, 1)) + ", one step of " + axis.get()
                            + " after the row before, found " + format.text(times.get(i))
                            + " (gaps: cut keeps windows from reaching over a gap)");
                }
                begins[i] = true;
            }
        }
        return begins;
    }

    private String at(long line) {
        return file + ":" + line + ": ";
    }
}
