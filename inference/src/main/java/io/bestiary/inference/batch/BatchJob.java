package io.bestiary.inference.batch;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.batch.BatchPredictor.Row;
import io.bestiary.inference.form.AnswerForm;
import io.bestiary.inference.pipeline.Session;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A batch job from files to a file or a stream.
 *
 * @param batch inputs computed at once
 * @param strict whether to stop at the first input that cannot be answered
 */
public record BatchJob(RowFormat format, int batch, boolean strict) {

    /**
     * What came of all inputs.
     *
     * @param resumed rows that were there already
     */
    public record Summary(long rows, long errors, long resumed) {}

    /** Hears how far a job is. */
    @FunctionalInterface
    public interface Listener {
        void reached(long rows, long errors, long bytesRead);
    }

    /** Takes the text of whole rows. */
    private interface Sink {
        void append(String text, long rows, long errors);
    }

    /**
     * Writes the answers to a file.
     *
     * @param job what the answers depend on, by name: a job goes on only where all of it is the same
     * @param resume whether to go on with what a job before has left
     * @throws DataException if the file cannot be written, or with {@code strict} naming the first bad input; what was
     *     answered in the windows before stays under the temporary name
     */
    public <I, A> Summary toFile(
            Session<I, A> session,
            Items<I> inputs,
            Path output,
            Map<String, String> job,
            boolean resume,
            Listener listener) {
        BatchPredictor<I, A> predictor = new BatchPredictor<>(session, batch);
        Map<String, String> all = new TreeMap<>(job);
        all.put("--batch", Integer.toString(batch));
        all.put("--to", format.toString());
        try (UnfinishedFile file = UnfinishedFile.open(output, all, resume)) {
            long there = file.progress().rows();
            for (long i = 0; i < there; i++) {
                if (!inputs.hasNext()) {
                    throw new DataException("--resume: the inputs must have at least the " + there
                            + " rows that are answered already, have " + i);
                }
                inputs.next();
            }
            if (there == 0) {
                file.append(format.header(session.answerForm()), 0, 0);
            }
            run(
                    predictor,
                    session.answerForm(),
                    inputs,
                    file::append,
                    (rows, errors, bytes) -> listener.reached(
                            file.progress().rows(), file.progress().errors(), bytes));
            file.finish();
            return new Summary(file.progress().rows(), file.progress().errors(), there);
        }
    }

    /** Writes the answers to a stream; stops early where nobody reads it any more. */
    public <I, A> Summary toStream(Session<I, A> session, Items<I> inputs, PrintStream out, Listener listener) {
        BatchPredictor<I, A> predictor = new BatchPredictor<>(session, batch);
        out.print(format.header(session.answerForm()));
        long[] counts = new long[2];
        run(
                predictor,
                session.answerForm(),
                inputs,
                (text, rows, errors) -> {
                    out.print(text);
                    counts[0] += rows;
                    counts[1] += errors;
                    if (out.checkError()) {
                        throw new DataException("stdout: cannot be written any more");
                    }
                },
                (rows, errors, bytes) -> listener.reached(counts[0], counts[1], bytes));
        return new Summary(counts[0], counts[1], 0);
    }

    private <I, A> void run(
            BatchPredictor<I, A> predictor, AnswerForm<A> form, Items<I> inputs, Sink sink, Listener listener) {
        predictor.run(inputs, rows -> {
            write(rows, form, sink);
            listener.reached(0, 0, inputs.bytesRead());
        });
    }

    private <A> void write(List<Row<A>> rows, AnswerForm<A> form, Sink sink) {
        StringBuilder text = new StringBuilder();
        long count = 0;
        long errors = 0;
        for (Row<A> row : rows) {
            if (strict && !row.isAnswered()) {
                throw new DataException(row.error());
            }
            text.append(format.line(row, form));
            count++;
            errors += row.isAnswered() ? 0 : 1;
        }
        sink.append(text.toString(), count, errors);
    }
}
