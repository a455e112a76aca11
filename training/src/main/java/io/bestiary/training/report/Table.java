package io.bestiary.training.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows under named columns, printed aligned for people or as JSON lines for programs.
 *
 * <p>A cell is a number, a boolean, a text, a collection of these or null for nothing; anything else is its text. Columns of
 * numbers are aligned right; people see a few digits of a fraction, programs all.
 */
public final class Table {
    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    public Table(String... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row with a cell for every column. */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "row: must have " + columns.size() + " cells, got " + Arrays.toString(cells));
        }
        rows.add(Collections.unmodifiableList(new ArrayList<>(Arrays.asList(cells))));
        return this;
    }

    /** Prints the rows: with a header, or with {@code json} each as an object on a line of its own. */
    public void print(PrintStream out, boolean json) {
        out.print(json ? jsonLines() : text());
        out.flush();
    }

    String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        rows.forEach(row -> lines.add(row.stream().map(Table::shown).toList()));
        int[] widths = IntStream.range(0, columns.size())
                .map(i -> lines.stream()
                        .mapToInt(line -> Width.of(line.get(i)))
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream().map(line -> aligned(line, widths) + "\n").collect(Collectors.joining());
    }

    String jsonLines() {
        ObjectMapper json = new ObjectMapper();
        StringBuilder lines = new StringBuilder();
        for (Map<String, Object> object : objects()) {
            try {
                lines.append(json.writeValueAsString(object)).append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a row cannot be written", e);
            }
        }
        return lines.toString();
    }

    /** The rows as JSON knows them. */
    public List<Map<String, Object>> objects() {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (List<Object> row : rows) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = 0; i < row.size(); i++) {
                object.put(columns.get(i).toLowerCase(Locale.ROOT).replace(' ', '_'), plain(row.get(i)));
            }
            objects.add(object);
        }
        return objects;
    }

    private String aligned(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String gap = " ".repeat(widths[i] - Width.of(line.get(i)));
            text.append(i == 0 ? "" : "  ");
            text.append(isNumeric(i) ? gap + line.get(i) : line.get(i) + gap);
        }
        return text.toString().stripTrailing();
    }

    private boolean isNumeric(int column) {
        return rows.stream()
                .map(row -> row.get(column))
                .filter(Objects::nonNull)
                .allMatch(Number.class::isInstance);
    }

    private static String shown(Object cell) {
        if (cell == null) {
            return "";
        } else if (cell instanceof Number number) {
            double size = Math.abs(number.doubleValue());
            if (size > 0 && size < 0.001) {
                return String.format(Locale.ROOT, "%.2e", number.doubleValue());
            }
            return new DecimalFormat("#,##0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(cell);
        } else if (cell instanceof Collection<?> many) {
            return many.stream().map(Table::shown).collect(Collectors.joining(", "));
        }
        return cell.toString().replaceAll("\\p{Cntrl}", " ");
    }

    private static Object plain(Object cell) {
        if (cell == null || cell instanceof Number || cell instanceof Boolean) {
            return cell;
        }
        return cell instanceof Collection<?> many
                ? many.stream().map(Table::plain).toList()
                : cell.toString();
    }
}
