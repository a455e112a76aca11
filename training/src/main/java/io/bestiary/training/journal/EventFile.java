package io.bestiary.training.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event file: records of length, checksum, message, checksum, each message an {@code Event} of TensorFlow's
 * protocol buffers (event.proto, summary.proto).
 *
 * <p>But for the time of day in each event, of eight bytes always, the file is a function of what is put into it.
 */
public final class EventFile implements AutoCloseable {
    /** What TensorBoard knows such a file by; it reads the files of a folder in the order of their names. */
    public static final String NAME = "events.out.tfevents.0000000000.bestiary";

    private static final int DT_FLOAT = 1;
    private static final int DT_STRING = 7;

    private final AppendedFile file;
    private final DoubleSupplier clock;
    private double latest;

    /**
     * Opens a file, and begins it where it is new.
     *
     * @param bytes how much of it counts
     * @param clock seconds since 1970; an event is never dated before the one before it, whatever the clock says
     */
    public EventFile(Path path, long bytes, DoubleSupplier clock) {
        this.file = new AppendedFile(path, bytes);
        this.clock = clock;
        if (file.bytes() == 0) {
            record(new Protobuf().real(1, now()).text(3, "brain.Event:2"));
        }
    }

    /** Numbers of a step, by their tags. */
    public void scalars(long step, Map<String, ? extends Number> values) {
        Protobuf summary = new Protobuf();
        values.forEach(
                (tag, value) -> summary.message(1, new Protobuf().text(1, tag).single(2, value.floatValue())));
        event(step, summary);
    }

    /** The distribution of many numbers. */
    public void histogram(long step, String tag, float[] values) {
        event(step, new Protobuf().message(1, new Protobuf().text(1, tag).message(5, Histogram.of(values))));
    }

    /** A picture, as the content of a PNG file of three colours. */
    public void image(long step, String tag, int height, int width, byte[] png) {
        Protobuf image =
                new Protobuf().number(1, height).number(2, width).number(3, 3).bytes(4, png);
        event(step, new Protobuf().message(1, new Protobuf().text(1, tag).message(4, image)));
    }

    /** A text in Markdown. */
    public void text(long step, String tag, String markdown) {
        Protobuf tensor = new Protobuf()
                .number(1, DT_STRING)
                .message(2, new Protobuf().message(2, new Protobuf().number(1, 1)))
                .text(8, markdown);
        event(step, value(tag, "text", new byte[0], tensor));
    }

    /** What the run was made with, for TensorBoard's table of hyperparameters; values are numbers, texts or booleans. */
    public void hyperparameters(Map<String, ?> values, String metric) {
        Protobuf metricInfo = new Protobuf().message(1, new Protobuf().text(2, metric));
        Protobuf experiment = new Protobuf();
        Protobuf start = new Protobuf();
        values.forEach((name, value) -> {
            int type = value instanceof Boolean ? 2 : value instanceof Number ? 3 : 1;
            experiment.message(4, new Protobuf().text(1, name).number(4, type));
            Protobuf wrapped = new Protobuf();
            if (value instanceof Boolean flag) {
                wrapped.number(4, flag ? 1 : 0);
            } else if (value instanceof Number number) {
                wrapped.real(2, number.doubleValue());
            } else {
                wrapped.text(3, String.valueOf(value));
            }
            start.message(1, new Protobuf().text(1, name).message(2, wrapped));
        });
        experiment.message(5, metricInfo);
        plugin("experiment", 2, experiment);
        plugin("session_start_info", 3, start);
    }

    /** The run has come to its end. */
    public void ended() {
        plugin("session_end_info", 4, new Protobuf().number(1, 1));
    }

    private void plugin(String tag, int field, Protobuf content) {
        Protobuf nothing = new Protobuf().number(1, DT_FLOAT).message(2, new Protobuf());
        event(
                0,
                value(
                        "_hparams_/" + tag,
                        "hparams",
                        new Protobuf().message(field, content).bytes(),
                        nothing));
    }

    private static Protobuf value(String tag, String plugin, byte[] content, Protobuf tensor) {
        Protobuf data = new Protobuf().text(1, plugin);
        if (content.length > 0) {
            data.bytes(2, content);
        }
        Protobuf metadata = new Protobuf().message(1, data);
        return new Protobuf()
                .message(1, new Protobuf().text(1, tag).message(8, tensor).message(9, metadata));
    }

    private void event(long step, Protobuf summary) {
        record(new Protobuf().real(1, now()).number(2, step).message(5, summary));
    }

    private double now() {
        latest = Math.max(latest, clock.getAsDouble());
        return latest;
    }

    private void record(Protobuf event) {
        byte[] data = event.bytes();
        byte[] length = new byte[Long.BYTES];
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length);
        byte[] whole = new byte[Long.BYTES + 2 * Integer.BYTES + data.length];
        ByteBuffer.wrap(whole)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(length)
                .putInt(masked(length))
                .put(data)
                .putInt(masked(data));
        file.append(whole);
    }

    /** A checksum of bytes that hold checksums would be weak: so it is turned, and a number added. */
    private static int masked(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8;
    }

    /** Brings all to the disk, and returns how many bytes it is. */
    public long sync() {
        return file.sync();
    }

    /** How many bytes count so far. */
    public long bytes() {
        return file.bytes();
    }

    @Override
    public void close() {
        file.close();
    }
}
