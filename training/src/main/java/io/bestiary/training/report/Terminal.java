package io.bestiary.training.report;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * Where progress is shown.
 *
 * @param out the stream
 * @param columns the width of the terminal, 0 where the stream does not go to one
 */
record Terminal(PrintStream out, int columns) {
    private static final int USUAL = 80;
    private static final int STDERR_COLUMNS = columnsOfStderr();

    static Terminal stderr() {
        return new Terminal(System.err, STDERR_COLUMNS);
    }

    boolean isLive() {
        return columns > 0;
    }

    /** Asks the shell, since Java tells of stdin and stdout only. */
    private static int columnsOfStderr() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return 0;
        }
        try {
            Process shell = new ProcessBuilder("sh", "-c", "test -t 2 && stty size <&2")
                    .redirectError(Redirect.INHERIT)
                    .start();
            String size = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int columns = size.matches("\\d+ \\d{1,5}") ? Integer.parseInt(size.substring(size.indexOf(' ') + 1)) : 0;
            return size.isEmpty() ? 0 : columns == 0 ? USUAL : columns;
        } catch (IOException e) {
            return 0; // No shell, as on Windows: plain lines are right everywhere.
        }
    }
}
