package io.bestiary.datasets.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.datasets.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads some columns of a table. */
public final class Columns {
    private static final JsonMapper JSON = new JsonMapper();

    private final FileLines file;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    private Columns(FileLines file, String... columns) {
        this.file = file;
        this.columns = List.of(columns);
    }

    /** Columns apart by commas, quoted where need be, named in the first row. */
    public static List<Row> csv(FileLines file, String... columns) {
        Columns rows = new Columns(file, columns);
        rows.parse(CSVFormat.DEFAULT, true);
        return rows.rows;
    }

    /** Columns apart by tabs, named in the first row; a quote is a sign like any other. */
    public static List<Row> tsv(FileLines file, String... columns) {
        Columns rows = new Columns(file, columns);
        List<String> header = List.of();
        for (int i = 0; i < file.lines().size(); i++) {
            List<String> cells = List.of(file.lines().get(i).split("\t", -1));
            if (i == 0) {
                header = rows.header(cells);
            } else if (!file.lines().get(i).isEmpty()) {
                rows.add(header, cells, file.place(i));
            }
        }
        return rows.rows;
    }

    /** Columns apart by tabs, quoted where need be, without names: they are called 0, 1 and so on. */
    public static List<Row> quotedTsv(FileLines file, String... columns) {
        Columns rows = new Columns(file, columns);
        rows.parse(CSVFormat.DEFAULT.builder().setDelimiter('\t').get(), false);
        return rows.rows;
    }

    /** A JSON object in each line. */
    public static List<Row> jsonl(FileLines file, String... columns) {
        Columns rows = new Columns(file, columns);
        for (int i = 0; i < file.lines().size(); i++) {
            if (file.lines().get(i).isBlank()) {
                continue;
            }
            String place = file.place(i);
            try {
                JsonNode object = JSON.readTree(file.lines().get(i));
                rows.rows.add(new Row(
                        rows.columns.stream()
                                .map(column -> value(object, column, place))
                                .toList(),
                        place));
            } catch (JsonProcessingException e) {
                throw new DataException(place + ": must be JSON, found " + e.getOriginalMessage(), e);
            }
        }
        return rows.rows;
    }

    private static String value(JsonNode object, String key, String place) {
        JsonNode value = object.path(key);
        if (!object.isObject() || !value.isValueNode() || value.isNull()) {
            throw new DataException(place + ": must be an object with a value for " + key + ", found "
                    + (value.isMissingNode() ? "none" : value));
        }
        return value.asText();
    }

    private void parse(CSVFormat format, boolean named) {
        try (CSVParser parser = CSVParser.parse(
                String.join("\n", file.lines()),
                format.builder().setIgnoreEmptyLines(true).get())) {
            List<String> header = List.of();
            Iterator<CSVRecord> records = parser.iterator();
            long line = 0;
            while (records.hasNext()) {
                List<String> cells = records.next().toList();
                if (header.isEmpty()) {
                    header = named ? header(cells) : numbers(cells.size());
                }
                if (line > 0 || !named) {
                    add(header, cells, file.place((int) line));
                }
                line = parser.getCurrentLineNumber();
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new DataException(file.file() + ": must be a table, found " + reason, e);
        }
    }

    private static List<String> numbers(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(Integer::toString)
                .toList();
    }

    private List<String> header(List<String> cells) {
        List<String> names = cells.stream().map(String::strip).toList();
        for (String column : columns) {
            if (!names.contains(column)) {
                throw new DataException(file.place(0) + ": must have a column " + column + ", found " + names);
            }
        }
        return names;
    }

    private void add(List<String> header, List<String> cells, String place) {
        if (cells.size() != header.size()) {
            throw new DataException(
                    place + ": must have " + header.size() + " cells, as the first row has, found " + cells.size());
        }
        rows.add(new Row(
                columns.stream()
                        .map(column -> cells.get(header.indexOf(column)))
                        .toList(),
                place));
    }
}
