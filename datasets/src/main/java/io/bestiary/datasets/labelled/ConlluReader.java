package io.bestiary.datasets.labelled;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.rows.FileLines;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads words and one tag of each; ranges of words (2-3) and words that are not written (8.1) are passed over. */
final class ConlluReader {
    private static final List<String> COLUMNS =
            List.of("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc");
    private static final String NAMES = "# global.columns =";
    private static final String OUTSIDE = "O";

    private final FileLines file;
    private final List<String> columns;
    private final int id;
    private final int form;
    private final int tag;
    private final String key;
    private final List<TaggedSentence> sentences = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private String place;

    private ConlluReader(FileLines file, List<String> columns, String column) {
        this.file = file;
        this.columns = columns;
        int dot = column.indexOf('.');
        this.key = dot < 0 ? "" : column.substring(dot + 1) + "=";
        this.id = find("id");
        this.form = find("form");
        this.tag = find((dot < 0 ? column : column.substring(0, dot)).toLowerCase(Locale.ROOT));
    }

    private int find(String column) {
        int at = columns.indexOf(column);
        if (at < 0) {
            throw new DataException(file.file() + ": column: must be one of " + columns + ", got " + column);
        }
        return at;
    }

    static List<TaggedSentence> read(FileLines file, String column) {
        List<String> lines = file.lines();
        boolean named = !lines.isEmpty() && lines.get(0).startsWith(NAMES);
        List<String> columns = named
                ? Arrays.stream(lines.get(0).substring(NAMES.length()).strip().split(" +"))
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .toList()
                : COLUMNS;
        ConlluReader reader = new ConlluReader(file, columns, column);
        for (int i = 0; i < lines.size(); i++) {
            reader.line(lines.get(i), file.place(i));
        }
        reader.finish();
        return reader.sentences;
    }

    private void line(String line, String at) {
        if (line.isBlank()) {
            finish();
        } else if (!line.startsWith("#")) {
            String[] cells = line.split("\t", -1);
            if (cells.length != columns.size()) {
                throw new DataException(
                        at + ": must have " + columns.size() + " columns apart by tabs, found " + cells.length);
            }
            if (!cells[id].matches("[0-9]+[-.][0-9]+")) {
                word(cells, at);
            }
        }
    }

    private void word(String[] cells, String at) {
        if (!cells[id].equals(Integer.toString(words.size() + 1))) {
            throw new DataException(at + ": id: must be " + (words.size() + 1) + ", the number of the word, found \""
                    + cells[id] + "\"");
        }
        if (words.isEmpty()) {
            place = at;
        }
        words.add(Texts.text(cells[form], "form", at));
        tags.add(key.isEmpty() ? Texts.label(cells[tag], columns.get(tag), at) : valueOf(cells[tag]));
    }

    private String valueOf(String cell) {
        return Arrays.stream(cell.split("\\|"))
                .filter(pair -> pair.startsWith(key))
                .map(pair -> pair.substring(key.length()))
                .findFirst()
                .orElse(OUTSIDE);
    }

    private void finish() {
        if (!words.isEmpty()) {
            sentences.add(new TaggedSentence(words, tags, place));
            words.clear();
            tags.clear();
        }
    }
}
