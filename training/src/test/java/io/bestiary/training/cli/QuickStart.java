package io.bestiary.training.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * Starts the command in a fourth of the time: the first process leaves its classes as the JVM lays them out in memory, and
 * the others begin with those, and with the first compiler only.
 *
 * @param classPath jars, since the JVM keeps no classes of folders
 */
record QuickStart(String classPath, Path archive) {

    /**
     * Lets one process go through a command, and keeps its classes.
     *
     * @param folder where jars and classes are kept
     */
    static QuickStart of(Path folder, Object... command) throws IOException, InterruptedException {
        List<String> jars = new ArrayList<>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.isDirectory(Path.of(place))) {
                if (!place.endsWith("test-classes")) {
                    jars.add(jar(place, folder.resolve(jars.size() + ".jar")));
                }
            } else if (Files.exists(Path.of(place))) {
                jars.add(place);
            }
        }
        String classPath = jars.stream().collect(Collectors.joining(File.pathSeparator));
        QuickStart start = new QuickStart(classPath, folder.resolve("classes.jsa"));
        start.start("-XX:ArchiveClassesAtExit=", folder.resolve("log"), folder, command)
                .waitFor();
        return start;
    }

    private static String jar(String folder, Path jar) {
        ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
        tool.run(System.out, System.err, "--create", "--file", jar.toString(), "-C", folder, ".");
        return jar.toString();
    }

    /** Starts a command in a folder; output and errors go to the log together. */
    Process start(Path log, Path folder, Object... command) throws IOException {
        return start("-XX:SharedArchiveFile=", log, folder, command);
    }

    private Process start(String option, Path log, Path folder, Object... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                option + archive,
                "-cp",
                classPath,
                Bestiary.class.getName()));
        Arrays.stream(command).map(String::valueOf).forEach(line::add);
        return new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
