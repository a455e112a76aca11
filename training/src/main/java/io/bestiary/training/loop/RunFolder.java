package io.bestiary.training.loop;

import io.bestiary.training.journal.AppendedFile;
import io.bestiary.training.recipe.FlatRecipe;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The folder of one training, which one process at a time may write. */
public final class RunFolder implements AutoCloseable {
    private static final String RECIPE = "recipe.yaml";
    private static final String RESULT = "result.json";
    private static final String RECORD = "record.json";
    private static final String LOG = "metrics.jsonl";
    private static final String LOCK = ".lock";
    private static final String RESUMED = "resumed.jsonl";

    private final Path path;
    private final FileChannel lock;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** As below, for a run that is not to be prolonged. */
    public static RunFolder open(Path path, String recipe) {
        return open(path, recipe, false, change -> {});
    }

    /**
     * Opens the folder of a new run, or of one that did not end and has the same recipe, but for what may change.
     *
     * @param recipe resolved
     * @param prolong whether a run that ended may go on where the recipe has more epochs than it had
     * @param notices hears what has changed in the recipe
     * @throws RunFolderException if it holds another run or one that ended, is in use, or cannot be written
     */
    public static RunFolder open(Path path, String recipe, boolean prolong, Consumer<String> notices) {
        try {
            Files.createDirectories(path);
            refuseOthers(path, recipe, prolong, notices);
            RunFolder run = new RunFolder(path, lock(path));
            if (prolong) {
                Files.deleteIfExists(path.resolve(RESULT));
            }
            // The recipe first: by it a folder is known as a run's, whenever the process is killed.
            run.write(RECIPE, recipe);
            Files.createDirectories(path.resolve("checkpoints"));
            return run;
        } catch (IOException e) {
            throw RunFolderException.of(path, e);
        }
    }

    private static void refuseOthers(Path path, String recipe, boolean prolong, Consumer<String> notices)
            throws IOException {
        if (!Files.exists(path.resolve(RECIPE))) {
            try (Stream<Path> files = Files.list(path)) {
                if (files.anyMatch(file -> !file.getFileName().toString().startsWith("."))) {
                    throw new RunFolderException(path + ": must be empty or hold a run, holds other files", null);
                }
            }
            return;
        }
        RecipeChange change = RecipeChange.of(Files.readString(path.resolve(RECIPE)), recipe);
        if (Files.exists(path.resolve(RESULT)) && !(prolong && change.moreEpochs())) {
            throw new RunFolderException(
                    path + ": already holds a run that ended; --run names another folder, and --resume with more"
                            + " training.epochs goes on with this one",
                    null);
        }
        if (!change.forbidden().isEmpty()) {
            throw new RunFolderException(
                    path + ": already holds a run of another recipe; --run names another folder. It differs in:\n  "
                            + String.join("\n  ", change.forbidden()) + "\nOnly these may change while a run goes on: "
                            + FlatRecipe.changeable(),
                    null);
        }
        if (!change.allowed().isEmpty()) {
            notices.accept("Going on with a recipe that has changed: " + String.join(", ", change.allowed()));
        }
    }

    /** Joins a run that another process keeps: nothing is locked, and nothing must be written. */
    public static RunFolder join(Path path) {
        return new RunFolder(path, null);
    }

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this process: as little ours as if another one held it.
        }
        if (lock == null) {
            channel.close();
            throw new RunFolderException(path + ": another process is training in this folder", null);
        }
        return channel;
    }

    /**
     * Where a run goes that was not told: the newest of {@code runs/name}, {@code runs/name-2}, ... if it did not end, or
     * is to be prolonged, and has the same recipe, else the next number.
     *
     * @param prolong whether a run that ended may go on where the recipe has more epochs than it had
     */
    public static Path choose(Path runs, String name, String recipe, boolean prolong) {
        Path newest = null;
        Path next = runs.resolve(name);
        for (int number = 2; Files.exists(next); number++) {
            newest = next;
            next = runs.resolve(name + "-" + number);
        }
        if (newest == null) {
            return next;
        }
        try {
            RecipeChange change = RecipeChange.of(Files.readString(newest.resolve(RECIPE)), recipe);
            boolean open = !Files.exists(newest.resolve(RESULT)) || (prolong && change.moreEpochs());
            return open && change.forbidden().isEmpty() ? newest : next;
        } catch (IOException e) {
            return next;
        }
    }

    public Path path() {
        return path;
    }

    public Path last() {
        return path.resolve("checkpoints").resolve("last");
    }

    public Path best() {
        return path.resolve("checkpoints").resolve("best");
    }

    /** The checkpoint of an epoch, counted from 1, that stays. */
    Path kept(int epoch) {
        return last().resolveSibling(String.format(Locale.ROOT, "epoch-%04d", epoch));
    }

    /** What the loop writes while it goes. */
    public Path log() {
        return path.resolve(LOG);
    }

    /**
     * The checkpoint to go on from; empty in a new run. Where the newest is damaged, the one before it, and the newest is
     * put aside under another name.
     *
     * @param notices hears what was damaged, and what is used instead
     * @throws CheckpointException if none is whole
     */
    public Optional<Checkpoint> resumable(Consumer<String> notices) {
        Path previous = last().resolveSibling("last.previous");
        CheckpointException damage = null;
        for (Path place : List.of(last(), previous)) {
            if (Files.isDirectory(place)) {
                try {
                    Checkpoint checkpoint = Checkpoint.open(place);
                    if (damage != null) {
                        notices.accept(damage.getMessage() + "; going on from the checkpoint before it, " + place);
                        putAside(last());
                    }
                    return Optional.of(checkpoint);
                } catch (CheckpointException e) {
                    damage = damage == null ? e : damage;
                }
            }
        }
        if (damage != null) {
            throw damage;
        }
        return Optional.empty();
    }

    /** Else the next checkpoint would take its place, and the whole one's name. */
    private static void putAside(Path damaged) {
        try {
            if (Files.exists(damaged)) {
                Path aside = damaged.resolveSibling("last.damaged");
                delete(aside);
                Files.move(damaged, aside);
            }
        } catch (IOException e) {
            throw RunFolderException.of(damaged, e);
        }
    }

    /**
     * What the run is made with, from its beginning; what has changed since is added, for then the run no longer ends in
     * the bytes of an unbroken one.
     *
     * @param now what this process has: engine, versions, threads and the like
     * @param from the checkpoint that is gone on from
     * @param notices hears what has changed
     */
    public Map<String, Object> record(Map<String, Object> now, Optional<Checkpoint> from, Consumer<String> notices) {
        try {
            RunRecord record = RunRecord.of(path.resolve(RECORD), now, from, notices);
            if (record.isNew()) {
                write(RECORD, record.toJson());
            }
            return record.content();
        } catch (IOException e) {
            throw RunFolderException.of(path.resolve(RECORD), e);
        }
    }

    /**
     * Notes that this process goes on, in a file that tells the time and is no part of what a resumed run has in common
     * with an unbroken one.
     *
     * @param step finished steps
     */
    public void resumed(Checkpoint from, long step) {
        try (AppendedFile lines = new AppendedFile(path.resolve(RESUMED), Long.MAX_VALUE)) {
            lines.append(RunRecord.resumption(path, from, step));
        } catch (UncheckedIOException e) {
            throw RunFolderException.of(path.resolve(RESUMED), e.getCause());
        }
    }

    /** Removes what only a resumption would have needed, and writes the result, after which the run has ended. */
    public void finish(String result) {
        try (Stream<Path> checkpoints = Files.list(last().getParent())) {
            for (Path folder : checkpoints
                    .filter(name -> String.valueOf(name.getFileName()).matches("\\..*|.*\\.previous"))
                    .toList()) {
                delete(folder);
            }
        } catch (IOException e) {
            throw RunFolderException.of(last().getParent(), e);
        }
        // The last of all: whoever finds it finds everything as it stays.
        write(RESULT, result);
    }

    /** Removes a folder of the run. */
    void discard(Path folder) {
        try {
            delete(folder);
        } catch (IOException e) {
            throw RunFolderException.of(folder, e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.walk(folder)) {
                for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Writes a text file whole or not at all. */
    public void write(String name, String text) {
        write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file, in a folder of the run or in one below, whole or not at all. */
    void write(String name, byte[] content) {
        Path file = path.resolve(name);
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            Files.createDirectories(file.getParent());
            Files.write(unfinished, content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw RunFolderException.of(file, e);
        }
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw RunFolderException.of(path, e);
        }
    }
}
