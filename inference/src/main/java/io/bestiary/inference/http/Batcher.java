package io.bestiary.inference.http;

import io.bestiary.inference.pipeline.Session;
import io.bestiary.inference.pipeline.Session.Outcome;
import io.bestiary.inference.pipeline.Session.Prepared;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Puts rows of several requests together: as many as are there, of like length, once there are enough or the first has
 * waited long enough. The queue is bounded in rows; what is cancelled or late is left out.
 */
final class Batcher<A> implements AutoCloseable {
    private final Session<?, A> session;
    private final Limits limits;
    private final BatchListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<Row<A>> queue = new ArrayDeque<>();
    private final Thread worker;
    private boolean closing;

    /** Hears of every batch. */
    interface BatchListener {
        void computed(int rows, double longestWaitSeconds, double computeSeconds);
    }

    /** The rows of one request. */
    private static final class Request<A> {
        private final CompletableFuture<List<Outcome<A>>> done = new CompletableFuture<>();
        private final List<Outcome<A>> outcomes;
        private int missing;

        Request(int rows) {
            outcomes = new ArrayList<>(java.util.Collections.nCopies(rows, null));
            missing = rows;
        }

        /** Called by the worker only. */
        void answer(int row, Outcome<A> outcome) {
            outcomes.set(row, outcome);
            if (--missing == 0) {
                done.complete(outcomes);
            }
        }
    }

    private record Row<A>(Request<A> request, int number, Prepared<A> input, long arrived) {

        /** Rows whose lengths differ by less than a factor of two are computed together. */
        int lengthClass() {
            return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, input.length() - 1));
        }
    }

    Batcher(String name, Session<?, A> session, Limits limits, BatchListener listener) {
        this.session = session;
        this.limits = limits;
        this.listener = listener;
        worker = new Thread(this::work, "bestiary-batcher-" + name);
        worker.setDaemon(true);
        worker.start();
    }

    /**
     * Takes the rows of a request. Completing or cancelling the future leaves out what has not begun.
     *
     * @throws HttpFailure 503 if the queue is full, 413 if it could never hold the rows
     * @throws ClosedException if this model is on its way out
     */
    CompletableFuture<List<Outcome<A>>> submit(List<Prepared<A>> inputs) {
        if (inputs.size() > limits.queue()) {
            throw HttpFailure.of(413, "a request must have at most " + limits.queue() + " rows, got " + inputs.size());
        }
        Request<A> request = new Request<>(inputs.size());
        long now = System.nanoTime();
        lock.lock();
        try {
            if (closing) {
                throw new ClosedException();
            }
            if (queue.size() + inputs.size() > limits.queue()) {
                throw HttpFailure.unavailable("the queue is full: " + queue.size() + " rows wait, at most "
                        + limits.queue() + " may; try again later");
            }
            for (int i = 0; i < inputs.size(); i++) {
                queue.add(new Row<>(request, i, inputs.get(i), now));
            }
            arrived.signal();
        } finally {
            lock.unlock();
        }
        return request.done;
    }

    /** Rows that wait. */
    int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        try {
            for (List<Row<A>> batch = take(); !batch.isEmpty(); batch = take()) {
                compute(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a batch; an empty one is the end. */
    private List<Row<A>> take() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                while (queue.isEmpty() && !closing) {
                    arrived.await();
                }
                waitForMore();
                List<Row<A>> batch = new ArrayList<>();
                Iterator<Row<A>> rows = queue.iterator();
                while (rows.hasNext() && batch.size() < limits.batch()) {
                    Row<A> row = rows.next();
                    if (row.request().done.isDone()) {
                        rows.remove();
                    } else if (batch.isEmpty() || batch.get(0).lengthClass() == row.lengthClass()) {
                        batch.add(row);
                        rows.remove();
                    }
                }
                if (!batch.isEmpty() || (closing && queue.isEmpty())) {
                    return batch;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void waitForMore() throws InterruptedException {
        while (!queue.isEmpty() && queue.size() < limits.batch() && !closing) {
            long left = queue.peek().arrived() + limits.delay().toNanos() - System.nanoTime();
            if (left <= 0 || arrived.awaitNanos(left) <= 0) {
                return;
            }
        }
    }

    private void compute(List<Row<A>> batch) {
        long start = System.nanoTime();
        List<Outcome<A>> outcomes;
        try {
            outcomes = session.answerEach(batch.stream().map(Row::input).toList());
        } catch (Throwable e) { // whoever waits must be told, whatever it is
            Outcome<A> failed = new Outcome<>(null, new IllegalStateException(e));
            outcomes = batch.stream().map(row -> failed).toList();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        listener.computed(batch.size(), (start - batch.get(0).arrived()) / 1e9, seconds);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).request().answer(batch.get(i).number(), outcomes.get(i));
        }
    }

    /** Takes nothing more, and computes what it has taken. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The model has been replaced or removed in the meantime. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
