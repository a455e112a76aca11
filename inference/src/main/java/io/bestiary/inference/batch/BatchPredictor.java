package io.bestiary.inference.batch;

import io.bestiary.inference.pipeline.Session;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Puts many inputs through a session, in batches, and hands on an answer for each, in their order. An input that cannot be
 * read or answered gives an error in its place, and the rest goes on.
 */
public final class BatchPredictor<I, A> {
    private final Session<I, A> session;
    private final int batch;

    /** What came of one input: either an answer or an error. */
    private record Read<I>(String id, I input, String error) {}

    /** What came of all inputs. */
    public record Summary(long rows, long errors) {}

    public BatchPredictor(Session<I, A> session, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch: must be at least 1, got " + batch);
        }
        this.session = session;
        this.batch = batch;
    }

    /** Answers all inputs; each is read by a pool of threads, at most two batches ahead. */
    public Summary run(Iterator<InputItem<I>> inputs, Consumer<Map<String, Object>> rows) {
        long count = 0;
        long errors = 0;
        ExecutorService readers =
                Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors()));
        try {
            List<Future<Read<I>>> ahead = start(inputs, readers);
            while (!ahead.isEmpty()) {
                List<Future<Read<I>>> next = start(inputs, readers);
                for (Map<String, Object> row : answer(ahead)) {
                    rows.accept(row);
                    count++;
                    errors += row.containsKey("error") ? 1 : 0;
                }
                ahead = next;
            }
        } finally {
            readers.shutdownNow();
        }
        return new Summary(count, errors);
    }

    private List<Future<Read<I>>> start(Iterator<InputItem<I>> inputs, ExecutorService readers) {
        List<Future<Read<I>>> reads = new ArrayList<>();
        while (reads.size() < batch && inputs.hasNext()) {
            InputItem<I> item = inputs.next();
            reads.add(readers.submit(() -> read(item)));
        }
        return reads;
    }

    private Read<I> read(InputItem<I> item) {
        try {
            return new Read<>(item.id(), item.read().get(), null);
        } catch (RuntimeException e) {
            return new Read<>(item.id(), null, e.getMessage());
        }
    }

    private List<Map<String, Object>> answer(List<Future<Read<I>>> reads) {
        List<Read<I>> all = reads.stream().map(BatchPredictor::join).toList();
        List<I> good = all.stream()
                .filter(read -> read.error() == null)
                .map(Read::input)
                .toList();
        Iterator<A> answers =
                good.isEmpty() ? List.<A>of().iterator() : session.answer(good).iterator();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Read<I> read : all) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("input", read.id());
            if (read.error() == null) {
                row.putAll(session.pipeline().toJson(answers.next()));
            } else {
                row.put("error", read.error());
            }
            rows.add(row);
        }
        return rows;
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
