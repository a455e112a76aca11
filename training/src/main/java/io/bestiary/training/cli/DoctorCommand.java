package io.bestiary.training.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.bestiary.datasets.DataFolders;
import io.bestiary.inference.cli.BackendOptions;
import io.bestiary.training.report.Table;
import io.bestiary.zoo.engine.Backend;
import io.bestiary.zoo.engine.Backend.EngineName;
import io.bestiary.zoo.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at the machine: engines, devices, threads, folders, and what is wrong with them. */
@Command(
        name = "doctor",
        description = "Shows engines, native libraries, devices, threads and folders, and what is wrong with them.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON lines.")
    private boolean json;

    @Mixin
    private DataOptions data;

    private final Table table = new Table("what", "found", "state");
    private boolean healthy = true;

    @Override
    public Integer call() {
        int processors = Runtime.getRuntime().availableProcessors();
        check(
                "java",
                Versions.java() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                null);
        check("bestiary", Versions.bestiary() + ", DJL " + Versions.djl(), null);
        String threads = System.getenv("OMP_NUM_THREADS");
        check(
                "threads",
                "OMP_NUM_THREADS=" + threads + " on " + processors + " processors",
                threads == null ? "unset: PyTorch runs many kernels on one thread; scripts/bestiary sets it" : null);
        for (EngineName engine : EngineName.values()) {
            engine(engine);
        }
        folder("native cache", EngineName.PYTORCH.cache().getParent());
        DataFolders folders = data.folders();
        folders.folders().forEach(folder -> folder("data", folder));
        folder("runs", Path.of("runs").toAbsolutePath());
        table.print(System.out, json);
        return healthy ? Bestiary.DONE : Bestiary.FAILED;
    }

    private void engine(EngineName name) {
        try {
            Backend backend = new BackendOptions().start(name.toString(), "auto");
            try (NDManager manager = backend.newManager()) {
                float sum =
                        manager.ones(new ai.djl.ndarray.types.Shape(2, 3)).sum().getFloat();
                check(
                        name.toString(),
                        backend.engineVersion() + ", " + devices(name),
                        sum == 6 ? null : "computes wrongly");
            }
        } catch (EngineException e) {
            check(name.toString(), "-", e.getMessage());
        }
    }

    private static String devices(EngineName name) {
        int count = Engine.getEngine(name.djl()).getGpuCount();
        return count == 0 ? Device.cpu() + " only" : count + " GPU(s)";
    }

    private void folder(String what, Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isWritable(there)) {
            check(what, folder.toString(), Files.isDirectory(folder) ? null : "cannot be made");
            return;
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace() >> 30;
            check(what, folder + ", " + free + " GiB free", free == 0 ? "the disk is full" : null);
        } catch (IOException e) {
            check(what, folder.toString(), e.getMessage());
        }
    }

    private void check(String what, String found, String wrong) {
        table.row(what, found, wrong == null ? "ok" : wrong);
        healthy &= wrong == null;
    }
}
