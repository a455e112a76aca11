package io.bestiary.training.task;

import java.util.List;

/** Something to look at: part of a run's page and of its TensorBoard, and a file among its samples. */
public sealed interface Exhibit {

    /** What it shows, in a few words; unique among the exhibits of a task. */
    String title();

    /**
     * Pictures side by side, such as samples of a generator or the worst mistakes.
     *
     * @param pictures in order of interest
     */
    record Pictures(String title, List<Picture> pictures) implements Exhibit {
        public Pictures {
            pictures = List.copyOf(pictures);
        }
    }

    /**
     * One picture.
     *
     * @param png its file's content
     * @param caption a few words; may be empty
     */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    record Picture(byte[] png, String caption) {}

    /**
     * Rows of text, such as continuations of a prompt, translations, or texts that were misunderstood.
     *
     * @param header a name for each column
     * @param rows as many values in each as the header has names
     */
    record Texts(String title, List<String> header, List<List<String>> rows) implements Exhibit {
        public Texts {
            header = List.copyOf(header);
            rows = rows.stream().map(List::copyOf).toList();
            int columns = header.size();
            rows.stream().filter(row -> row.size() != columns).findFirst().ifPresent(row -> {
                throw new IllegalArgumentException(
                        "rows: must have " + columns + " values, as the header has, got " + row);
            });
        }
    }

    /**
     * Numbers of two axes, drawn as a grid of shades: a confusion matrix, an attention map.
     *
     * @param down what the rows are
     * @param across what the columns are
     * @param rows a name for each row
     * @param columns a name for each column
     * @param values a row of values for each row
     */
    record Matrix(
            String title,
            String down,
            String across,
            List<String> rows,
            List<String> columns,
            List<List<Double>> values)
            implements Exhibit {
        public Matrix {
            rows = List.copyOf(rows);
            columns = List.copyOf(columns);
            values = values.stream().map(List::copyOf).toList();
            int width = columns.size();
            if (values.size() != rows.size() || values.stream().anyMatch(row -> row.size() != width)) {
                throw new IllegalArgumentException("values: must be " + rows.size() + " rows of " + width);
            }
        }
    }
}
