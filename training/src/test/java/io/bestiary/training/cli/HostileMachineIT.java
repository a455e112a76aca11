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
}
