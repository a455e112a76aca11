package io.bestiary.inference.batch;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * The rows of a table whose first row names the columns; called by their {@code id} or {@code file:line}. Where tabs stand
 * between the cells, a quote is a sign like any other, as in the tables that training reads.
 */
final class Table<I> implements Items<I> {
    /** What stands for bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final InputForm<I> form;
    private final Path folder;
    private final Source source;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> columns;
    private InputItem<I> next;
    private boolean ended;

    Table(InputForm<I> form, Path file, char separator) {
        this.form = form;
        this.folder = Lines.folder(file);
        this.source = Source.openText(file);
        try {
            parser = CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(separator)
                    .setQuote(separator == '\t' ? null : '"')
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                    .setIgnoreEmptyLines(false)
                    .get()
                    .parse(new InputStreamReader(source.stream(), StandardCharsets.UTF_8));
            columns = parser.getHeaderNames().stream()
                    .map(name -> name.startsWith("\uFEFF") ? name.substring(1) : name)
                    .toList();
            records = parser.iterator();
            checkColumns();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            source.close();
            throw new DataException(
                    source.name() + ": must be a table with a row of column names: " + e.getMessage(), e);
        } catch (DataException e) {
            source.close();
            throw e;
        }
    }

    private void checkColumns() {
        for (Field<?> field : form.fields()) {
            if (field.otherwise().isEmpty() && !columns.contains(field.name())) {
                throw new DataException(source.name() + ": must have a column " + field.name() + " (" + field.about()
                        + "), has " + columns);
            }
        }
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            read();
        }
        return next != null;
    }

    private void read() {
        String place = source.name() + ":" + (parser.getCurrentLineNumber() + 1);
        try {
            ended = !records.hasNext();
            CSVRecord row = ended ? null : records.next();
            boolean empty = row == null || (row.size() == 1 && row.get(0).isEmpty());
            next = empty ? null : item(row, place);
        } catch (UncheckedIOException | IllegalStateException e) {
            // Nobody knows where the next row begins.
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            next = InputItem.bad(place, new DataException("from here on it cannot be read: " + reason, e));
            ended = true;
        }
    }

    private InputItem<I> item(CSVRecord row, String place) {
        if (row.size() != columns.size()) {
            return InputItem.bad(place, new DataException("must have " + columns.size() + " cells, has " + row.size()));
        }
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.put(columns.get(i), row.get(i));
            if (row.get(i).indexOf(REPLACEMENT) >= 0) {
                return InputItem.bad(place, new DataException(columns.get(i) + ": must be UTF-8"));
            }
        }
        String id = cells.getOrDefault("id", "");
        return InputItem.of(id.isEmpty() ? place : id, place, () -> form.fromRow(cells, folder));
    }

    @Override
    public InputItem<I> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        InputItem<I> item = next;
        next = null;
        return item;
    }

    @Override
    public long bytesRead() {
        return source.bytesRead();
    }

    @Override
    public void close() {
        source.close();
    }
}
