package io.bestiary.datasets.text;

import io.bestiary.datasets.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;

/** Reads a text file piece by piece, and knows the line. */
final class TextPieces implements Iterator<String> {
    static final int PIECE = 1 << 16;

    private final Path path;
    private final InputStream stream;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE).flip();
    private final CharBuffer characters = CharBuffer.allocate(PIECE);
    private final StringBuilder text = new StringBuilder();
    private long line = 1;
    private boolean begun;
    private boolean ended;

    TextPieces(Path path) {
        this.path = path;
        try {
            InputStream file = Files.newInputStream(path);
            this.stream = TextFile.packed(path) ? new GZIPInputStream(file, PIECE) : file;
        } catch (IOException e) {
            throw TextFile.unreadable(path, e);
        }
    }

    @Override
    public boolean hasNext() {
        while (!ended && text.length() < PIECE) {
            fill();
        }
        return !text.isEmpty();
    }

    private void fill() {
        try {
            bytes.compact();
            int read = stream.read(bytes.array(), bytes.position(), bytes.remaining());
            ended = read < 0;
            bytes.position(bytes.position() + Math.max(0, read)).flip();
            CoderResult result = decoder.decode(bytes, characters, ended);
            take();
            if (result.isError()) {
                byte found = bytes.get(bytes.position());
                stream.close();
                throw new DataException(
                        String.format("%s:%d: must be UTF-8, got the byte 0x%02X out of place", path, line, found));
            }
            if (ended) {
                stream.close();
            }
        } catch (IOException e) {
            throw TextFile.unreadable(path, e);
        }
    }

    private void take() {
        characters.flip();
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            line += c == '\n' ? 1 : 0;
            boolean mark = !begun && c == '\uFEFF';
            begun = true;
            if (c == '\n' && !text.isEmpty() && text.charAt(text.length() - 1) == '\r') {
                text.setCharAt(text.length() - 1, '\n');
            } else if (!mark) {
                text.append(c);
            }
        }
        characters.clear();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int end = ended ? text.length() : text.lastIndexOf("\n") + 1;
        if (end == 0) {
            // A line longer than a piece: not cut between the halves of a pair, nor of a line's end.
            char last = text.charAt(text.length() - 1);
            end = text.length() - (Character.isHighSurrogate(last) || last == '\r' ? 1 : 0);
        }
        String piece = text.substring(0, end);
        text.delete(0, end);
        return piece;
    }
}
