package io.bestiary.datasets.pairs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A file of pairs, UTF-8, packed with gzip or not: {@code csv} and {@code tsv} name their columns in the first line,
 * {@code jsonl} has an object in each line. A tsv knows no quotes.
 *
 * @param name {@code csv}, {@code tsv} or {@code jsonl}
 * @param path the file
 * @param source column or key of what is read
 * @param target column or key of what is written
 * @param validation share of the sources to validate on, 0 to 0.9
 * @param test share of the sources to test on, 0 to 0.9
 * @param seed what the division is a function of
 */
public record PairTable(String name, Path path, String source, String target, double validation, double test, long seed)
        implements PairSpec {
    static final List<String> NAMES = List.of("csv", "tsv", "jsonl");

    /** What a recipe need not say; name and path it must. */
    public static final PairTable DEFAULTS = new PairTable(null, null, "source", "target", 0.1, 0.1, 0);

    private static final ObjectMapper JSON = new ObjectMapper();

    public PairTable {
        if (name != null && !NAMES.contains(name)) {
            throw new IllegalArgumentException("name: must be one of " + NAMES + ", got " + name);
        }
        new PairSplit(validation, test, seed);
    }

    @Override
    public PairData open(DataFolders folders) {
        List<TextPair> pairs = switch (name) {
            case "csv" -> csv();
            case "tsv" -> tsv();
            default -> jsonl();
        };
        if (pairs.isEmpty()) {
            throw new DataException(path + ": must have at least one pair, found none");
        }
        return new PairData(new PairSplit(validation, test, seed).divide(pairs), TextHash.of(path));
    }

    private List<TextPair> csv() {
        String text = String.join("\n", TextLines.read(path));
        List<TextPair> pairs = new ArrayList<>();
        List<String> header = List.of();
        try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
            for (CSVRecord row : parser) {
                String place = path + ":" + parser.getCurrentLineNumber();
                if (header.isEmpty()) {
                    header = row.toList();
                } else {
                    pairs.add(pair(header, row.toList(), place));
                }
            }
        } catch (IOException | IllegalStateException | java.io.UncheckedIOException e) {
            throw new DataException(path + ": must be csv, found " + e.getMessage(), e);
        }
        return pairs;
    }

    private List<TextPair> tsv() {
        List<String> lines = TextLines.read(path);
        List<TextPair> pairs = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            pairs.add(pair(cells(lines.get(0)), cells(lines.get(i)), path + ":" + (i + 1)));
        }
        return pairs;
    }

    private static List<String> cells(String line) {
        return List.of(line.split("\t", -1));
    }

    private TextPair pair(List<String> header, List<String> cells, String place) {
        if (cells.size() != header.size()) {
            throw new DataException(
                    place + ": must have " + header.size() + " columns, as the first line, found " + cells.size());
        }
        return new TextPair(
                PairFiles.text(cells.get(column(header, source)), place),
                PairFiles.text(cells.get(column(header, target)), place),
                place);
    }

    private int column(List<String> header, String column) {
        int index = header.indexOf(column);
        if (index < 0) {
            throw new DataException(path + ":1: must have a column " + column + ", found " + header);
        }
        return index;
    }

    private List<TextPair> jsonl() {
        List<String> lines = TextLines.read(path);
        List<TextPair> pairs = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String place = path + ":" + (i + 1);
            try {
                JsonNode object = JSON.readTree(lines.get(i));
                pairs.add(new TextPair(text(object, source, place), text(object, target, place), place));
            } catch (JsonProcessingException e) {
                throw new DataException(place + ": must be JSON, found " + e.getOriginalMessage(), e);
            }
        }
        return pairs;
    }

    private static String text(JsonNode object, String key, String place) {
        JsonNode value = object.path(key);
        if (!value.isTextual()) {
            throw new DataException(
                    place + ": must have a text " + key + ", found " + (value.isMissingNode() ? "nothing" : value));
        }
        return PairFiles.text(value.textValue(), place);
    }
}
