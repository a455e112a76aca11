package io.bestiary.inference.batch;

import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.Session.Outcome;
import io.bestiary.inference.pipeline.Session.Prepared;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Puts many inputs through a session, in batches, and hands on an answer for each, in their order. An input that cannot be
 * read or answered gives an error in its place, and the rest goes on.
 *
 * <p>Inputs are taken a window at a time: the window after the one that is computed is read meanwhile, and no more, so the
 * memory needed does not grow with the number of inputs. Where examples differ in length, a window is several batches, of
 * examples of like length each.
 */
public final class BatchPredictor<I, A> {
    private static final int BATCHES_OF_LIKE_LENGTH = 16;

    private final Session<I, A> session;
    private final int batch;

    /** What was read of one input, or why it cannot be answered. */
    private record Read<A>(String id, String place, Prepared<A> input, String error) {}

    /**
     * What came of one input: an answer, or else the reason why there is none.
     *
     * @param id of the input
     * @param error begins with the input's place
     */
    public record Row<A>(String id, A answer, String error) {

        /** Whether there is an answer. */
        public boolean isAnswered() {
            return error == null;
        }
    }

    public BatchPredictor(Session<I, A> session, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch: must be at least 1, got " + batch);
        }
        this.session = session;
        this.batch = batch;
    }

    /** How many inputs are taken at a time; what is answered together depends on it. */
    public int window() {
        boolean large = session.inputForm().fields().get(0).wholeFile();
        return large ? batch : Math.multiplyExact(batch, BATCHES_OF_LIKE_LENGTH);
    }

    /** Answers all inputs, and hands on the rows of a window at a time. */
    public void run(Items<I> inputs, Consumer<List<Row<A>>> windows) {
        ExecutorService readers =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()));
        try {
            List<Future<Read<A>>> ahead = start(inputs, readers);
            while (!ahead.isEmpty()) {
                List<Future<Read<A>>> next = start(inputs, readers);
                windows.accept(answer(ahead));
                ahead = next;
            }
        } finally {
            readers.shutdownNow();
        }
    }

    private List<Future<Read<A>>> start(Items<I> inputs, ExecutorService readers) {
        List<Future<Read<A>>> reads = new ArrayList<>();
        while (reads.size() < window() && inputs.hasNext()) {
            InputItem<I> item = inputs.next();
            reads.add(readers.submit(() -> read(item)));
        }
        return reads;
    }

    private Read<A> read(InputItem<I> item) {
        I input;
        try {
            input = item.read().get();
        } catch (RuntimeException e) {
            return new Read<>(item.id(), item.place(), null, reason(e));
        }
        try {
            return new Read<>(item.id(), item.place(), session.prepare(input), null);
        } catch (RuntimeException e) {
            return new Read<>(item.id(), item.place(), null, item.place() + ": " + reason(e));
        }
    }

    private List<Row<A>> answer(List<Future<Read<A>>> futures) {
        List<Read<A>> reads = futures.stream().map(BatchPredictor::join).toList();
        List<Row<A>> rows = new ArrayList<>();
        List<Integer> good = new ArrayList<>();
        for (int i = 0; i < reads.size(); i++) {
            Read<A> read = reads.get(i);
            if (read.error() == null) {
                good.add(i);
            }
            rows.add(new Row<>(read.id(), null, read.error()));
        }
        good.sort(Comparator.comparingInt(i -> reads.get(i).input().length()));
        for (int from = 0; from < good.size(); from += batch) {
            List<Integer> places = good.subList(from, Math.min(from + batch, good.size()));
            List<Outcome<A>> outcomes = session.answerEach(
                    places.stream().map(i -> reads.get(i).input()).toList());
            for (int i = 0; i < places.size(); i++) {
                int place = places.get(i);
                rows.set(place, row(reads.get(place), outcomes.get(i)));
            }
        }
        return rows;
    }

    private Row<A> row(Read<A> read, Outcome<A> outcome) {
        RuntimeException failure = outcome.failure();
        return new Row<>(read.id(), outcome.answer(), failure == null ? null : read.place() + ": " + reason(failure));
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static <T> T join(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading inputs", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
