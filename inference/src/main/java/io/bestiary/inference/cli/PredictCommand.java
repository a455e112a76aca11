package io.bestiary.inference.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.datasets.DataException;
import io.bestiary.datasets.image.PixelImage;
import io.bestiary.inference.batch.BatchPredictor;
import io.bestiary.inference.batch.PictureInputs;
import io.bestiary.inference.pipeline.Classification;
import io.bestiary.inference.pipeline.Session;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Batch inference: a JSON line for each input. */
@Command(
        name = "predict",
        description = "Answers files with a trained model: a JSON line for each input, in their order.",
        mixinStandardHelpOptions = true)
public final class PredictCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(index = "0", paramLabel = "RUN", description = "A run or checkpoint folder.")
    private Path run;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "INPUT", description = "Pictures, folders, IDX files.")
    private List<Path> inputs;

    @Option(names = "--output", paramLabel = "FILE", description = "Where the answers go; stdout if not given.")
    private Path output;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Inputs computed at once (${DEFAULT-VALUE}).")
    private int batch;

    @Mixin
    private BackendOptions backend;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        BatchPredictor.Summary summary;
        try (Session<PixelImage, Classification> session =
                Session.open(run, backend.start(), PixelImage.class, Classification.class)) {
            summary = output == null ? predict(session, System.out) : predictToFile(session);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.err.printf(
                "%d answered, %d errors, %.1f s%s%n",
                summary.rows() - summary.errors(),
                summary.errors(),
                seconds,
                output == null ? "" : ", written to " + output);
        return summary.rows() > 0 && summary.errors() == summary.rows() ? 1 : 0;
    }

    private BatchPredictor.Summary predict(Session<PixelImage, Classification> session, PrintStream out) {
        return new BatchPredictor<>(session, batch).run(PictureInputs.of(inputs), row -> out.println(json(row)));
    }

    /** Writes under another name first, so that a file of the given name is always whole. */
    private BatchPredictor.Summary predictToFile(Session<PixelImage, Classification> session) {
        Path unfinished = output.resolveSibling(output.getFileName() + ".part");
        try {
            BatchPredictor.Summary summary;
            try (PrintStream out = new PrintStream(Files.newOutputStream(unfinished), false, StandardCharsets.UTF_8)) {
                summary = predict(session, out);
                if (out.checkError()) {
                    throw new IOException("no space left, or the folder is gone");
                }
            }
            Files.move(unfinished, output, StandardCopyOption.REPLACE_EXISTING);
            return summary;
        } catch (IOException e) {
            throw new DataException(output + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static String json(Map<String, Object> row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
