package io.bestiary.training.loop;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.training.journal.AppendedFile;
import io.bestiary.training.journal.EventFile;
import io.bestiary.training.task.Exhibit;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.bestiary.zoo.nn.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a training writes into its run's folder while it goes. What cannot be written is said aloud, and the training goes
 * on.
 *
 * <p>{@code metrics.jsonl} has a line for every so many steps, with the fingerprint of the weights, and one for every epoch;
 * nothing in it tells the time. The same numbers go to TensorBoard, with pictures, texts and the weights' distributions.
 */
final class RunJournal implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CheckpointWriter checkpoints;
    private final Consumer<String> notices;
    private final AppendedFile lines;
    private final AppendedFile timing;
    private final EventFile events;
    /** Writes copies, and calls no engine. */
    private final ExecutorService writer = Executors.newSingleThreadExecutor(RunJournal::thread);

    private Optional<Future<?>> underWay = Optional.empty();
    private boolean saved = true;

    /**
     * Opens the files.
     *
     * @param lineBytes how much of the lines counts
     * @param eventBytes how much of the events counts
     */
    RunJournal(CheckpointWriter checkpoints, long lineBytes, long eventBytes, Consumer<String> notices) {
        this.checkpoints = checkpoints;
        this.notices = notices;
        RunFolder run = checkpoints.run();
        try {
            lines = new AppendedFile(run.log(), lineBytes);
            timing = new AppendedFile(run.path().resolve("timing.jsonl"), lineBytes == 0 ? 0 : Long.MAX_VALUE);
            events = new EventFile(
                    run.path().resolve("tensorboard").resolve(EventFile.NAME),
                    eventBytes,
                    () -> System.currentTimeMillis() / 1e3);
        } catch (UncheckedIOException e) {
            throw RunFolderException.of(run.path(), e.getCause());
        }
    }

    /** Something that writes. */
    private interface Writing {
        void run() throws IOException;
    }

    private boolean write(Writing writing) {
        try {
            writing.run();
            return true;
        } catch (UncheckedIOException | IOException | CheckpointException | RunFolderException e) {
            Exception cause = e instanceof UncheckedIOException unchecked
                    ? RunFolderException.of(checkpoints.run().path(), unchecked.getCause())
                    : e instanceof IOException io
                            ? RunFolderException.of(checkpoints.run().path(), io)
                            : e;
            notices.accept("NOT SAVED: " + cause.getMessage() + "; the training goes on");
            return false;
        }
    }

    /** What the run is made with. */
    void begin(Map<String, Object> hyperparameters, String metric) {
        write(() -> events.hyperparameters(hyperparameters, metric));
    }

    /** A row of numbers and texts; the numbers go to TensorBoard, too. */
    void row(Map<String, Object> row) {
        write(() -> {
            lines.append((JSON.writeValueAsString(row) + "\n").getBytes(StandardCharsets.UTF_8));
            Map<String, Number> numbers = new LinkedHashMap<>();
            row.forEach((name, value) -> {
                if (value instanceof Number number && !name.equals("step")) {
                    numbers.put(tag(name), number);
                }
            });
            events.scalars(((Number) row.get("step")).longValue(), numbers);
        });
    }

    /** The place of a number in TensorBoard: {@code train_loss} is {@code train/loss}. */
    private static String tag(String name) {
        return name.replaceFirst("^(train|validation)_", "$1/");
    }

    /**
     * Where the time of the steps since the last such line went, in milliseconds, the arrays alive and the memory: this
     * file does tell the time.
     */
    void timing(Map<String, Object> row) {
        write(() -> timing.append((JSON.writeValueAsString(row) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    void weights(long step, Network network) {
        write(() -> network.parameters().forEach((name, parameter) -> {
            NDArray values = parameter.getArray();
            events.histogram(step, "weights/" + name, values.toFloatArray());
        }));
    }

    /** Keeps what the network made after an epoch, counted from 1. */
    void samples(int epoch, long step, List<Exhibit> samples) {
        write(() -> {
            for (Exhibit sample : samples) {
                SampleFiles.write(checkpoints.run(), epoch, sample);
                SampleFiles.show(events, step, sample);
            }
        });
    }

    /** Keeps what is to be seen of the finished network. */
    void exhibits(long step, List<Exhibit> exhibits) {
        write(() -> {
            for (Exhibit exhibit : exhibits) {
                SampleFiles.show(events, step, exhibit);
            }
            checkpoints.run().write("exhibits.json", ExhibitJson.write(exhibits));
        });
    }

    void ended() {
        write(() -> {
            events.ended();
            events.sync();
        });
    }

    /** Returns progress that knows how many lines and events there are. */
    TrainingProgress marked(TrainingProgress progress, Map<String, Long> optimizerSteps) {
        return progress.with(optimizerSteps, lines.bytes(), events.bytes());
    }

    /**
     * Has checkpoints written by a thread of their own, in order, and before them brings to the disk the lines and events
     * that they count on; to be called when those before are {@link #settle settled}.
     *
     * @param copying copies what they are to hold
     */
    void save(Supplier<List<Runnable>> copying) {
        saved = write(() -> {
            List<Runnable> writings = copying.get();
            underWay = Optional.of(writer.submit(() -> {
                lines.sync();
                events.sync();
                writings.forEach(Runnable::run);
            }));
        });
    }

    /** Says aloud if checkpoints that were under way could not be written. */
    void listen() {
        if (underWay.isPresent() && underWay.get().isDone()) {
            settle();
        }
    }

    /** Waits for checkpoints that are under way. */
    void settle() {
        if (underWay.isEmpty()) {
            return;
        }
        Future<?> writing = underWay.get();
        underWay = Optional.empty();
        saved = write(() -> {
            try {
                writing.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException thrown) {
                    throw thrown;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a checkpoint was written", e);
            }
        });
    }

    /** Whether the newest checkpoint could be written. */
    boolean saved() {
        return saved;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bestiary-checkpoints");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        settle();
        writer.shutdown();
        lines.close();
        timing.close();
        events.close();
    }
}
