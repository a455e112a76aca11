package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.DataFolders;
import io.bestiary.datasets.Seeds;
import io.bestiary.datasets.text.TextData.Kind;
import io.bestiary.datasets.text.TextData.Part;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * A file whose lines are texts of their own, packed (.gz) or not; empty lines are left out.
 *
 * @param path the file
 * @param validation share of the rest that chooses between epochs; 0 for none
 * @param test share of all that the result is measured on
 * @param order whether the shares are the last lines, or lines drawn by chance
 * @param seed of the chance
 * @param answer what stands before the part of a line that is to be learned, such as {@code =}; empty: all of it is
 */
public record TextLines(Path path, double validation, double test, Order order, long seed, String answer)
        implements TextSpec {
    /** What a recipe need not say; the path it must. */
    public static final TextLines DEFAULTS = new TextLines(null, 0.05, 0.1, Order.POSITION, 0, "");

    /** How lines are divided. */
    public enum Order {
        POSITION,
        CHANCE
    }

    public TextLines {
        new Shares(validation, test);
    }

    @Override
    public TextData open(DataFolders folders) {
        return open(new TextFile(path), path.toString(), this);
    }

    static TextData open(TextFile file, String name, TextLines how) {
        long count = 0;
        for (String line : file.lines()) {
            count += line.isEmpty() ? 0 : 1;
        }
        if (count == 0) {
            throw new DataException(name + ": must hold lines of text, is empty");
        }
        return new TextData(
                Kind.SEPARATE,
                part(file, name, how, count, 0),
                part(file, name, how, count, 1),
                part(file, name, how, count, 2),
                how.answer.isEmpty() ? Optional.empty() : Optional.of(how.answer),
                file.sha256());
    }

    private static Part part(TextFile file, String name, TextLines how, long lines, int number) {
        Shares shares = new Shares(how.validation, how.test);
        long[] borders = shares.borders(lines);
        LongPredicate in = how.order == Order.POSITION
                ? line -> number == (line < borders[0] ? 0 : line < borders[1] ? 1 : 2)
                : line -> number == drawn(how, line);
        Iterable<String> texts = () -> new Chosen(file.lines().iterator(), in);
        long characters = 0;
        for (String text : texts) {
            characters += text.codePointCount(0, text.length()) + 1;
        }
        return new Part(name, texts, characters, file.lines());
    }

    private static int drawn(TextLines how, long line) {
        var random = Seeds.of(how.seed, "line", line);
        return random.nextDouble() < how.test ? 2 : random.nextDouble() < how.validation ? 1 : 0;
    }

    /** The lines that are not empty and whose number among these is chosen. */
    private static final class Chosen implements Iterator<String> {
        private final Iterator<String> lines;
        private final LongPredicate in;
        private long number;
        private String next;

        Chosen(Iterator<String> lines, LongPredicate in) {
            this.lines = lines;
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            while (next == null && lines.hasNext()) {
                String line = lines.next();
                next = !line.isEmpty() && in.test(number++) ? line : null;
            }
            return next != null;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            String line = next;
            next = null;
            return line;
        }
    }
}
