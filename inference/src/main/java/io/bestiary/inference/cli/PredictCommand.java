package io.bestiary.inference.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.datasets.Sha256;
import io.bestiary.inference.batch.BatchJob;
import io.bestiary.inference.batch.FileItems;
import io.bestiary.inference.batch.FileKind;
import io.bestiary.inference.batch.InputFiles;
import io.bestiary.inference.batch.Items;
import io.bestiary.inference.batch.RowFormat;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.checkpoint.Checkpoint;
import io.bestiary.zoo.engine.Backend;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Batch inference: a row for each input. */
@Command(
        name = "predict",
        description = {
            "Answers files with a trained model: a row for each input, in their order.",
            "An input that cannot be answered gives a row with the reason, and the rest goes on."
        },
        mixinStandardHelpOptions = true)
public final class PredictCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "A run or checkpoint folder.")
    private Path run;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "INPUT",
            description = {
                "Files, folders, quoted globs, or - for stdin: pictures, IDX, CSV and TSV with named columns,",
                "JSON lines, lines of text; each of them packed (.gz) or not."
            })
    private List<String> inputs;

    @Option(names = "--output", paramLabel = "FILE", description = "Where the answers go; stdout if not given.")
    private Path output;

    @Option(
            names = "--to",
            paramLabel = "jsonl|csv",
            description = "How answers are written; told by the name of the output if not given, else jsonl.")
    private RowFormat format;

    @Option(
            names = "--from",
            paramLabel = "KIND",
            description = "How inputs are written (${COMPLETION-CANDIDATES}); told by their names if not given.")
    private FileKind kind;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Inputs computed at once (${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--strict", description = "Stop at the first input that cannot be answered.")
    private boolean strict;

    @Option(names = "--resume", description = "Go on with the output that a stopped job left unfinished.")
    private boolean resume;

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() {
        if (batch < 1 || batch > 65_536) {
            throw new DataException("--batch: must be between 1 and 65536, got " + batch);
        }
        if (resume && output == null) {
            throw new DataException("--resume: must come with --output, whose unfinished file it goes on with");
        }
        List<Path> files = InputFiles.find(inputs);
        Backend backend = backends.start();
        long start = System.nanoTime();
        BatchJob.Summary summary;
        try (Session<?, ?> session = Session.open(run, backend)) {
            summary = predict(session, files, backend);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.err.printf(
                Locale.ROOT,
                "%d answered, %d errors, %.1f s, %.0f rows/s%s%s%n",
                summary.rows() - summary.errors(),
                summary.errors(),
                seconds,
                (summary.rows() - summary.resumed()) / seconds,
                summary.resumed() > 0 ? ", " + summary.resumed() + " were there already" : "",
                output == null ? "" : ", written to " + output);
        return summary.rows() > 0 && summary.errors() == summary.rows() ? 1 : 0;
    }

    private <I, A> BatchJob.Summary predict(Session<I, A> session, List<Path> files, Backend backend) {
        BatchJob job = new BatchJob(format(), batch, strict);
        try (Items<I> items = FileItems.of(session.inputForm(), files, kind);
                RowProgress progress = RowProgress.start(InputFiles.bytes(files))) {
            if (output == null) {
                return job.toStream(
                        session, items, new PrintStream(System.out, false, StandardCharsets.UTF_8), progress);
            }
            return job.toFile(session, items, output, facts(files, backend), resume, progress);
        }
    }

    private RowFormat format() {
        if (format != null) {
            return format;
        }
        boolean table = output != null
                && output.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".csv");
        return table ? RowFormat.CSV : RowFormat.JSONL;
    }

    /** What the answers depend on. */
    private Map<String, String> facts(List<Path> files, Backend backend) {
        StringBuilder sizes = new StringBuilder();
        files.forEach(file -> sizes.append(file)
                .append(' ')
                .append(InputFiles.bytes(List.of(file)))
                .append('\n'));
        Path manifest = Checkpoint.resolve(run).resolve("manifest.sha256");
        try {
            return Map.of(
                    "inputs (names and sizes)",
                    Sha256.of(new ByteArrayInputStream(sizes.toString().getBytes(StandardCharsets.UTF_8))),
                    "checkpoint (manifest)",
                    Sha256.of(manifest),
                    "--from",
                    kind == null ? "names" : kind.toString(),
                    "engine",
                    backend.toString());
        } catch (IOException e) {
            throw new DataException(manifest + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
