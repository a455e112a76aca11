package io.bestiary.training.loop;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.training.recipe.FlatRecipe;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
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
    private static final String CONTINUED = "continued";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;
    private final FileChannel lock;

    private RunFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens the folder of a new run, or of one that did not end and has the same recipe.
     *
     * @param recipe resolved
     * @throws RunFolderException if it holds another run or one that ended, is in use, or cannot be written
     */
    public static RunFolder open(Path path, String recipe) {
        try {
            Files.createDirectories(path);
            refuseOthers(path, recipe);
            RunFolder run = new RunFolder(path, lock(path));
            // The recipe first: by it a folder is known as a run's, whenever the process is killed.
            run.write(RECIPE, recipe);
            Files.createDirectories(path.resolve("checkpoints"));
            return run;
        } catch (IOException e) {
            throw RunFolderException.of(path, e);
        }
    }

    private static void refuseOthers(Path path, String recipe) throws IOException {
        if (Files.exists(path.resolve(RESULT))) {
            throw new RunFolderException(path + ": already holds a run that ended; --run names another folder", null);
        }
        if (Files.exists(path.resolve(RECIPE))) {
            List<String> differences = differences(Files.readString(path.resolve(RECIPE)), recipe);
            if (!differences.isEmpty()) {
                throw new RunFolderException(
                        path + ": already holds a run of another recipe; --run names another folder. It differs in:\n  "
                                + String.join("\n  ", differences) + "\nOnly these may change while a run goes on: "
                                + FlatRecipe.changeable(),
                        null);
            }
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            if (files.anyMatch(file -> !file.getFileName().toString().startsWith("."))) {
                throw new RunFolderException(path + ": must be empty or hold a run, holds other files", null);
            }
        }
    }

    /** Joins a run that another process keeps: nothing is locked, and nothing must be written. */
    public static RunFolder join(Path path) {
        return new RunFolder(path, null);
    }

    private static List<String> differences(String old, String now) {
        List<String> differences = new ArrayList<>();
        FlatRecipe.of(old).differences(FlatRecipe.of(now)).forEach((key, difference) -> {
            if (!FlatRecipe.mayChange(key)) {
                differences.add(key + ": " + difference.here() + " there, " + difference.there() + " given");
            }
        });
        return differences;
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
     * Where a run goes that was not told: the newest of {@code runs/name}, {@code runs/name-2}, ... if it did not end and
     * has the same recipe, else the next number.
     */
    public static Path choose(Path runs, String name, String recipe) {
        Path newest = null;
        Path next = runs.resolve(name);
        for (int number = 2; Files.exists(next); number++) {
            newest = next;
            next = runs.resolve(name + "-" + number);
        }
        if (newest == null || Files.exists(newest.resolve(RESULT))) {
            return next;
        }
        try {
            return differences(Files.readString(newest.resolve(RECIPE)), recipe).isEmpty() ? newest : next;
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
     * @param notices hears what has changed
     */
    public Map<String, Object> record(Map<String, Object> now, Consumer<String> notices) {
        try {
            Path file = path.resolve(RECORD);
            Map<String, Object> record = now;
            if (Files.exists(file)) {
                record = JSON.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Object>>() {});
                Map<String, Object> changes = changes(record, now);
                if (changes.isEmpty()) {
                    return record;
                }
                notices.accept("Going on, but no longer exactly as an unbroken run would: " + changes);
                List<Object> all = new ArrayList<>((List<?>) record.getOrDefault(CONTINUED, List.of()));
                all.add(changes);
                record.put(CONTINUED, all);
            }
            write(RECORD, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(record) + "\n");
            return record;
        } catch (IOException e) {
            throw RunFolderException.of(path.resolve(RECORD), e);
        }
    }

    private static Map<String, Object> changes(Map<String, Object> record, Map<String, Object> now) {
        Map<String, Object> latest = new LinkedHashMap<>(record);
        for (Object earlier : (List<?>) record.getOrDefault(CONTINUED, List.of())) {
            ((Map<?, ?>) earlier).forEach((key, value) -> latest.put(String.valueOf(key), value));
        }
        Map<String, Object> changes = new LinkedHashMap<>();
        now.forEach((key, value) -> {
            if (!String.valueOf(value).equals(String.valueOf(latest.get(key)))) {
                changes.put(key, value);
            }
        });
        return changes;
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
