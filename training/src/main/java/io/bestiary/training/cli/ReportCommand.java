package io.bestiary.training.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.training.report.ComparisonPage;
import io.bestiary.training.report.ReportPage;
import io.bestiary.training.report.RunData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the page of a run, or one that compares several. */
@Command(
        name = "report",
        description = "Writes the page of a run, ended or not, or one that compares several; it opens from disk.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folders of runs.")
    private List<Path> runs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to; otherwise report.html in the folder of the run, or here for several.")
    private Path output;

    @Override
    public Integer call() {
        List<RunData> data = runs.stream().map(RunData::of).toList();
        Path file = output != null
                ? output
                : data.size() == 1 ? runs.get(0).resolve("report.html") : Path.of("report.html");
        String page = data.size() == 1 ? ReportPage.of(data.get(0)) : ComparisonPage.of(data);
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
        System.out.println(file);
        return Bestiary.DONE;
    }
}
