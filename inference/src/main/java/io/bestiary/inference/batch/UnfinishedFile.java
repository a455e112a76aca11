package io.bestiary.inference.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bestiary.datasets.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/**
 * An output that is written under a temporary name, {@code <name>.part}, with a note beside it of how far it is whole, so
 * that a job that was killed goes on from there.
 */
final class UnfinishedFile implements AutoCloseable {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final long NOTE_NANOS = 1_000_000_000L;

    private final Path output;
    private final Path part;
    private final Path note;
    private final FileChannel channel;
    private final Map<String, String> job;
    private Progress progress;
    private long noted = System.nanoTime();

    /** How far the file is whole. */
    record Progress(Map<String, String> job, long rows, long errors, long bytes) {
        Progress {
            job = new TreeMap<>(job);
        }
    }

    private UnfinishedFile(Path output, Map<String, String> job, boolean resume) throws IOException {
        this.output = output;
        this.job = job;
        part = output.resolveSibling(output.getFileName() + ".part");
        note = output.resolveSibling(output.getFileName() + ".part.json");
        progress = resume && Files.exists(note) ? read() : new Progress(job, 0, 0, 0);
        channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.size() < progress.bytes()) {
            channel.close();
            throw new DataException(part + ": must have at least " + progress.bytes() + " bytes, as " + note
                    + " says; without --resume the job starts anew");
        }
        channel.truncate(progress.bytes());
        channel.position(progress.bytes());
        writeNote();
    }

    /**
     * Begins a file, or goes on with one.
     *
     * @param job what the answers depend on, by name: goes on only where all of it is the same
     * @throws DataException if the file cannot be written, or another job began it
     */
    static UnfinishedFile open(Path output, Map<String, String> job, boolean resume) {
        Path folder = output.toAbsolutePath().getParent();
        if (Files.isDirectory(output)) {
            throw new DataException(output + ": must be a file to write to, is a folder");
        }
        if (!Files.isDirectory(folder)) {
            throw new DataException(output + ": cannot be written: there is no folder " + folder);
        }
        try {
            return new UnfinishedFile(output, job, resume);
        } catch (IOException e) {
            throw failed(output, e);
        }
    }

    private Progress read() throws IOException {
        Progress found;
        try {
            found = JSON.readValue(Files.readString(note), Progress.class);
        } catch (JsonProcessingException e) {
            throw new DataException(note + ": is damaged; without --resume the job starts anew", e);
        }
        job.forEach((name, value) -> {
            if (!value.equals(found.job().get(name))) {
                throw new DataException("--resume: " + part + " was begun with " + name + " "
                        + found.job().get(name) + ", got " + value + "; without --resume the job starts anew");
            }
        });
        return found;
    }

    /** Rows that are there already. */
    Progress progress() {
        return progress;
    }

    /** Appends whole rows. */
    void append(String text, long rows, long errors) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            progress = new Progress(job, progress.rows() + rows, progress.errors() + errors, channel.position());
            if (System.nanoTime() - noted > NOTE_NANOS) {
                writeNote();
            }
        } catch (IOException e) {
            throw failed(output, e);
        }
    }

    /** The rows are on the disk before the note that says so. */
    private void writeNote() throws IOException {
        channel.force(false);
        Path fresh = note.resolveSibling(note.getFileName() + ".new");
        Files.writeString(fresh, JSON.writeValueAsString(progress));
        Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        noted = System.nanoTime();
    }

    /** Gives the file its name. */
    void finish() {
        try {
            channel.force(false);
            channel.close();
            Files.move(part, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(note);
        } catch (IOException e) {
            throw failed(output, e);
        }
    }

    private static DataException failed(Path output, IOException e) {
        return new DataException(output + ": cannot be written: " + Source.reason(e), e);
    }

    /** Leaves the file as it is, to go on with. */
    @Override
    public void close() {
        try {
            if (channel.isOpen()) {
                writeNote();
                channel.close();
            }
        } catch (IOException e) {
            throw failed(output, e);
        }
    }
}
