package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Sha256;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A file of UTF-8 text, packed with gzip where its name ends in {@code .gz}, of any size: it is read anew each time, a piece
 * at a time. A byte order mark at its beginning is left out, and lines end with a line feed however they do in the file.
 */
final class TextFile {
    private final Path path;

    TextFile(Path path) {
        this.path = path;
    }

    /** SHA-256 of what the file holds. */
    String sha256() {
        try {
            return packed(path) ? Sha256.ofUnpacked(path) : Sha256.of(path);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    static boolean packed(Path path) {
        return path.toString().endsWith(".gz");
    }

    static DataException unreadable(Path path, IOException e) {
        String found = e instanceof NoSuchFileException ? "nothing" : e.getMessage();
        return new DataException(path + ": must be a readable text file, found " + found, e);
    }

    /**
     * The text in pieces that end with a line, where lines are not longer than a piece. What is left of the file stays open
     * until all was read.
     *
     * @throws DataException naming the line that is no valid UTF-8, on the way
     */
    Iterable<String> pieces() {
        return () -> new TextPieces(path);
    }

    /** The lines, without their ends. */
    Iterable<String> lines() {
        return () -> new Lines(pieces().iterator());
    }

    private static final class Lines implements Iterator<String> {
        private final Iterator<String> pieces;
        private final StringBuilder open = new StringBuilder();
        private String piece = "";
        private int at;

        Lines(Iterator<String> pieces) {
            this.pieces = pieces;
        }

        @Override
        public boolean hasNext() {
            return at < piece.length() || pieces.hasNext();
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            while (hasNext()) {
                if (at == piece.length()) {
                    piece = pieces.next();
                    at = 0;
                }
                int end = piece.indexOf('\n', at);
                open.append(piece, at, end < 0 ? piece.length() : end);
                at = end < 0 ? piece.length() : end + 1;
                if (end >= 0) {
                    break;
                }
            }
            String line = open.toString();
            open.setLength(0);
            return line;
        }
    }
}
