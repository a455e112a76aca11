package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextData.Part;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A file that is one text, packed (.gz) or not, divided by position: its last part is the test, what comes before that the
 * validation.
 *
 * @param path the file
 * @param validation share of the rest that chooses between epochs; 0 for none
 * @param test share of all that the result is measured on
 */
public record RunningText(Path path, double validation, double test) implements TextSpec {
    /** What a recipe need not say; the path it must. */
    public static final RunningText DEFAULTS = new RunningText(null, 0.05, 0.1);

    public RunningText {
        new Shares(validation, test);
    }

    @Override
    public TextData open(DataFolders folders) {
        return open(new TextFile(path), path.toString(), new Shares(validation, test));
    }

    static TextData open(TextFile file, String name, Shares shares) {
        long count = 0;
        for (String piece : file.pieces()) {
            count += piece.codePointCount(0, piece.length());
        }
        if (count == 0) {
            throw new DataException(name + ": must hold text, is empty");
        }
        long[] borders = shares.borders(count);
        return new TextData(
                Kind.RUNNING,
                part(file, name, 0, borders[0]),
                part(file, name, borders[0], borders[1]),
                part(file, name, borders[1], count),
                Optional.empty(),
                file.sha256());
    }

    private static Part part(TextFile file, String name, long from, long to) {
        return new Part(name, () -> new Range(file.pieces().iterator(), from, to), to - from, file.lines());
    }

    /** The pieces from one character on up to another. */
    private static final class Range implements Iterator<String> {
        private final Iterator<String> pieces;
        private final long to;
        private String piece = "";
        private long at;

        Range(Iterator<String> pieces, long from, long to) {
            this.pieces = pieces;
            this.to = to;
            while (at < from) {
                String next = pieces.next();
                int count = next.codePointCount(0, next.length());
                int skipped = (int) Math.min(count, from - at);
                piece = next.substring(next.offsetByCodePoints(0, skipped));
                at += skipped;
            }
        }

        @Override
        public boolean hasNext() {
            return at < to;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            String next = piece.isEmpty() ? pieces.next() : piece;
            piece = "";
            int count = next.codePointCount(0, next.length());
            int taken = (int) Math.min(count, to - at);
            at += taken;
            return taken == count ? next : next.substring(0, next.offsetByCodePoints(0, taken));
        }
    }
}
