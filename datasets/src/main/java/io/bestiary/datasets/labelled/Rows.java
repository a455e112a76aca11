package io.bestiary.datasets.labelled;

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

/** Reads two columns of a table: a text and its class. */
final class Rows {
    private static final JsonMapper JSON = new JsonMapper();

    private final TextLines file;
    private final String textColumn;
    private final String labelColumn;
    private final List<LabelledText> rows = new ArrayList<>();

    private Rows(TextLines file, String textColumn, String labelColumn) {
        this.file = file;
        this.textColumn = textColumn;
        this.labelColumn = labelColumn;
    }

    /** Columns apart by commas, quoted where need be, named in the first row. */
    static List<LabelledText> csv(TextLines file, String text, String label) {
        Rows rows = new Rows(file, text, label);
        rows.parse(CSVFormat.DEFAULT, true);
        return rows.rows;
    }

    /** Columns apart by tabs, named in the first row; a quote is a sign like any other. */
    static List<LabelledText> tsv(TextLines file, String text, String label) {
        Rows rows = new Rows(file, text, label);
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
    static List<LabelledText> quotedTsv(TextLines file, String text, String label) {
        Rows rows = new Rows(file, text, label);
        rows.parse(CSVFormat.DEFAULT.builder().setDelimiter('\t').get(), false);
        return rows.rows;
    }

    /** A JSON object in each line. */
    static List<LabelledText> jsonl(TextLines file, String text, String label) {
        Rows rows = new Rows(file, text, label);
        for (int i = 0; i < file.lines().size(); i++) {
            if (file.lines().get(i).isBlank()) {
                continue;
            }
            String place = file.place(i);
            try {
                JsonNode object = JSON.readTree(file.lines().get(i));
                rows.add(value(object, text, place), value(object, label, place), place);
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
        for (String column : List.of(textColumn, labelColumn)) {
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
        add(cells.get(header.indexOf(textColumn)), cells.get(header.indexOf(labelColumn)), place);
    }

    private void add(String text, String label, String place) {
        rows.add(new LabelledText(Texts.text(text, textColumn, place), Texts.label(label, labelColumn, place), place));
    }
}
