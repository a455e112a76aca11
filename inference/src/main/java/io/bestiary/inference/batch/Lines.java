package io.bestiary.inference.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.InputForm;
import io.bestiary.inference.form.TextField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Inputs that are a line each, called {@code file:line} or by their {@code id}; empty lines are none, unless each is a text. */
final class Lines<I> implements Items<I> {
    private static final int MOST_BYTES = 1 << 24;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Source source;
    private final InputStream stream;
    private final Interpreter<I> interpreter;
    private final boolean blankToo;
    private long line;
    private InputItem<I> next;
    private boolean ended;

    /** Makes an input of a line. */
    private interface Interpreter<I> {
        InputItem<I> item(String place, String line);
    }

    private Lines(Source source, boolean blankToo, Interpreter<I> interpreter) {
        this.source = source;
        this.blankToo = blankToo;
        this.stream = source.stream();
        this.interpreter = interpreter;
    }

    /** Each line is a value of the main field; a blank text, too, has its row, so that answers and lines stay side by side. */
    static <I> Items<I> ofText(InputForm<I> form, Path file) {
        Field<?> main = form.fields().get(0);
        Path folder = folder(file);
        Function<String, I> read = line -> form.fromRow(Map.of(main.name(), line), folder);
        return new Lines<>(
                Source.openText(file),
                main instanceof TextField,
                (place, line) -> InputItem.of(place, place, () -> read.apply(line)));
    }

    /** Each line is a JSON value. */
    static <I> Items<I> ofJson(InputForm<I> form, Path file) {
        Path folder = folder(file);
        return new Lines<>(Source.openText(file), false, (place, line) -> {
            try {
                JsonNode json = JSON.readTree(line);
                JsonNode id = json.path("id");
                boolean named = id.isTextual() || id.isNumber();
                return InputItem.of(named ? id.asText() : place, place, () -> form.fromJsonLine(json, folder));
            } catch (JsonProcessingException e) {
                return InputItem.bad(
                        place, new DataException("must be one JSON value, got " + e.getOriginalMessage(), e));
            }
        });
    }

    static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            read();
        }
        return next != null;
    }

    private void read() {
        line++;
        String place = source.name() + ":" + line;
        try {
            byte[] bytes = readLine();
            if (bytes == null) {
                return;
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (blankToo || !text.isBlank()) {
                next = interpreter.item(place, text);
            }
        } catch (CharacterCodingException e) {
            next = InputItem.bad(place, new DataException("must be UTF-8", e));
        } catch (LongLine e) {
            next = InputItem.bad(place, new DataException(e.getMessage()));
        } catch (IOException e) {
            next = InputItem.bad(place, Source.failed(source.name(), e));
            ended = true;
        }
    }

    /** The bytes up to the end of the line, without it; null at the end of the file. */
    private byte[] readLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int read = stream.read();
        ended = read < 0;
        long length = 0;
        while (read >= 0 && read != '\n') {
            if (++length <= MOST_BYTES) {
                bytes.write(read);
            }
            read = stream.read();
        }
        if (length > MOST_BYTES) {
            throw new LongLine(length);
        }
        if (ended) {
            return null;
        }
        byte[] line = bytes.toByteArray();
        boolean carriage = line.length > 0 && line[line.length - 1] == '\r';
        return carriage ? Arrays.copyOf(line, line.length - 1) : line;
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

    /** A line that would fill the memory. */
    private static final class LongLine extends IOException {
        private static final long serialVersionUID = 1L;

        LongLine(long length) {
            super("must have at most " + MOST_BYTES + " bytes, has " + length);
        }
    }
}
