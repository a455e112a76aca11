package io.bestiary.training.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bestiary.zoo.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A machine that lacks what a training needs: a native library, a disk with room. */
class HostileMachineIT {
    private static final Path RECIPE = Path.of("../configs/cnn/lenet5-digits.yaml");

    @TempDir
    private Path folder;

    @Test
    void saysWhichNativeLibraryIsAbsent() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        ChildProcess.Ended training = ChildProcess.run(
                ChildProcess.command(
                        jar -> !jar.contains("mxnet-native"), "train", RECIPE, "--engine", "mxnet", "--run", run),
                Map.of("DJL_CACHE_DIR", folder.resolve("cache").toString(), "OFFLINE", "true"),
                folder.resolve("log"));
        assertThat(training.exit()).as(training.output()).isEqualTo(2);
        assertThat(training.output())
                .contains("engine: mxnet does not start: its native library is not on the class path for")
                .contains("--engine pytorch may, and bestiary doctor tells more")
                .doesNotContain("\tat ");
        assertThat(run).doesNotExist();
    }

    /**
     * A file may not grow beyond the shell's limit, less than the weights need: to the writer it is as a disk that is
     * full.
     */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void goesOnWithoutRoomForACheckpointAndSaysSoAloud() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash");
        Path run = folder.resolve("run");
        List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 200; exec \"$@\"", "bash"));
        command.addAll(ChildProcess.command(
                jar -> true, "train", RECIPE, "--run", run, "--set", "training.epochs=2", "--device", "cpu"));
        ChildProcess.Ended training = ChildProcess.run(command, Map.of(), folder.resolve("log"));
        assertThat(training.exit()).as(training.output()).isEqualTo(1);
        assertThat(training.output())
                .contains("NOT SAVED: ")
                .contains("the training goes on")
                .contains("epoch 2/2")
                .contains("accuracy")
                .contains("NOT SAVED: the end of this training could not be written to " + run);
        assertThat(run.resolve("checkpoints/last")).doesNotExist();
        assertThat(run.resolve("result.json")).doesNotExist();

        ChildProcess.Ended again = ChildProcess.run(
                ChildProcess.command(
                        jar -> true, "train", RECIPE, "--run", run, "--set", "training.epochs=2", "--device", "cpu"),
                Map.of(),
                folder.resolve("log"));
        assertThat(again.exit()).as(again.output()).isZero();
        assertThat(Checkpoint.open(run.resolve("checkpoints/last")).card().architecture())
                .isEqualTo("lenet5");
    }

    /**
     * Runs a training where something is mounted over its folder, which takes a root who may.
     *
     * @param mount a shell line; {@code $0} is the folder
     */
    private ChildProcess.Ended mounted(String mount, Path place, Object... arguments)
            throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "no unshare");
        assumeTrue(new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0, "no right to mount");
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "/bin/sh", "-c", mount, place.toString()));
        command.addAll(ChildProcess.command(jar -> true, arguments));
        return ChildProcess.run(command, Map.of(), folder.resolve("log"));
    }

    /** The disk is full in the middle of the second epoch's checkpoint. */
    @Test
    void aFullDiskLeavesTheLastWholeCheckpoint() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path saved = folder.resolve("saved");
        ChildProcess.Ended training = mounted(
                "mount -t tmpfs -o size=1500k none \"$0\" && \"$@\"; rc=$?; cp -r \"$0/run\" " + saved + "; exit $rc",
                disk,
                "train",
                RECIPE,
                "--run",
                disk.resolve("run"),
                "--set",
                "training.epochs=3",
                "--device",
                "cpu");
        assertThat(training.exit()).as(training.output()).isEqualTo(1);
        assertThat(training.output())
                .contains("NOT SAVED: ", "No space left on device; the training goes on", "epoch 3/3")
                .contains("NOT SAVED: the end of this training could not be written to ");
        Checkpoint last = Checkpoint.open(saved.resolve("checkpoints/last"));
        assertThat(last.card().metrics()).containsKey("accuracy");
        assertThat(saved.resolve("result.json")).doesNotExist();
    }

    @Test
    void aFolderThatMayOnlyBeReadIsRefusedByName() throws IOException, InterruptedException {
        Path place = Files.createDirectory(folder.resolve("place"));
        ChildProcess.Ended training = mounted(
                "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"",
                place,
                "train",
                RECIPE,
                "--run",
                place,
                "--device",
                "cpu");
        assertThat(training.exit()).as(training.output()).isEqualTo(2);
        assertThat(training.output())
                .contains(place + ": cannot be written: Read-only file system")
                .doesNotContain("\tat ");
    }

    /** What would fail at the first checkpoint of a long training fails before its first step. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLongTrainingIsRehearsedFirst() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        List<String> command = new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f 200; exec \"$@\"", "bash"));
        command.addAll(ChildProcess.command(
                jar -> true, "train", RECIPE, "--run", run, "--set", "training.epochs=1000", "--device", "cpu"));
        ChildProcess.Ended training = ChildProcess.run(command, Map.of(), folder.resolve("log"));
        assertThat(training.exit()).as(training.output()).isEqualTo(2);
        assertThat(training.output())
                .contains(".rehearsal: cannot be written: ")
                .doesNotContain("epoch 1/1000");
    }

    @Test
    void aSecondProcessInOneFolderIsRefusedByName() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        List<String> command = ChildProcess.command(jar -> true, "train", RECIPE, "--run", run, "--device", "cpu");
        Process first = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("first").toFile())
                .start();
        try {
            while (first.isAlive() && !Files.exists(run.resolve("record.json"))) {
                Thread.sleep(5);
            }
            CommandLineRun second = CommandLineRun.of("train", RECIPE, "--run", run, "--device", "cpu");
            assertThat(first.isAlive())
                    .as(Files.readString(folder.resolve("first")))
                    .isTrue();
            assertThat(second.exit()).isEqualTo(2);
            assertThat(second.err()).contains(run + ": another process is training in this folder");
        } finally {
            first.destroyForcibly().waitFor();
        }
    }
}
