package io.bestiary.inference.batch;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The inputs in files, one file after the other; a file that cannot be read is one bad input. */
public final class FileItems<I> implements Items<I> {
    private final InputForm<I> form;
    private final FileKind given;
    private final Iterator<Path> files;
    private Items<I> open = new Nothing<>();
    private long bytesOfClosed;

    private FileItems(InputForm<I> form, FileKind given, Iterator<Path> files) {
        this.form = form;
        this.given = given;
        this.files = files;
    }

    /**
     * Opens files one after the other.
     *
     * @param kindOrNull how they are written; null to tell by their names
     */
    public static <I> Items<I> of(InputForm<I> form, List<Path> files, FileKind kindOrNull) {
        return new FileItems<>(form, kindOrNull, files.iterator());
    }

    @Override
    public boolean hasNext() {
        while (!open.hasNext()) {
            if (!files.hasNext()) {
                return false;
            }
            close();
            Path file = files.next();
            try {
                open = open(file);
            } catch (DataException e) {
                open = new One<>(
                        InputItem.of(file, () -> {
                            throw e;
                        }),
                        file);
            }
        }
        return true;
    }

    private Items<I> open(Path file) {
        return switch (kind(file)) {
            case LINES -> Lines.ofText(form, file);
            case JSONL -> Lines.ofJson(form, file);
            case CSV -> table(file);
            case TSV -> new Table<>(form, file, '\t');
            case IDX -> new IdxItems<>(form, file);
            case WHOLE -> new One<>(whole(file), file);
        };
    }

    private Items<I> table(Path file) {
        boolean readable = !file.equals(InputFiles.STDIN) && !file.toString().endsWith(".gz");
        Optional<I> whole = readable ? form.fromTable(file) : Optional.empty();
        return whole.<Items<I>>map(input -> new One<>(InputItem.of(file, () -> input), file))
                .orElseGet(() -> new Table<>(form, file, ','));
    }

    private InputItem<I> whole(Path file) {
        Field<?> main = form.fields().get(0);
        boolean packed = file.toString().endsWith(".gz");
        if (main.wholeFile() && !packed) {
            return InputItem.of(file, () -> form.fromRow(Map.of(main.name(), file.toString()), Path.of("")));
        }
        return InputItem.of(file, () -> {
            byte[] bytes = Source.allBytes(file);
            return InputItem.at(file.toString(), () -> form.fromBytes(bytes, main.name()));
        });
    }

    private FileKind kind(Path file) {
        if (given != null) {
            return given;
        }
        boolean whole = form.fields().get(0).wholeFile();
        return FileKind.of(file.getFileName().toString())
                .orElse(whole && !file.equals(InputFiles.STDIN) ? FileKind.WHOLE : FileKind.LINES);
    }

    @Override
    public InputItem<I> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return open.next();
    }

    @Override
    public long bytesRead() {
        return bytesOfClosed + open.bytesRead();
    }

    @Override
    public void close() {
        bytesOfClosed += open.bytesRead();
        open.close();
        open = new Nothing<>();
    }

    /** No inputs. */
    private static final class Nothing<I> implements Items<I> {
        @Override
        public boolean hasNext() {
            return false;
        }

        @Override
        public InputItem<I> next() {
            throw new NoSuchElementException();
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        public void close() {}
    }

    /** A file that is one input. */
    private static final class One<I> implements Items<I> {
        private final InputItem<I> item;
        private final Path file;
        private boolean given;

        One(InputItem<I> item, Path file) {
            this.item = item;
            this.file = file;
        }

        @Override
        public boolean hasNext() {
            return !given;
        }

        @Override
        public InputItem<I> next() {
            given = true;
            return item;
        }

        @Override
        public long bytesRead() {
            return given ? file.toFile().length() : 0;
        }

        @Override
        public void close() {}
    }
}
