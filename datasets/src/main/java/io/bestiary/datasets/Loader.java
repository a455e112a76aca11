package io.bestiary.datasets;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Delivers the batches of an epoch in the order of the plan, made ahead of time by a fixed set of threads. Neither the
 * order nor a byte of a batch depends on the number of threads.
 */
public final class Loader implements AutoCloseable {
    private static final String CLOSED = "the loader is closed";

    private final BatchPlan plan;
    private final Collator collator;
    private final int ahead;
    private final ExecutorService pool;

    /**
     * Starts the threads.
     *
     * @param workers threads that make batches; with 0 they are made by the thread that asks for them
     */
    public Loader(BatchPlan plan, Collator collator, int workers) {
        if (workers < 0 || workers > 1024) {
            throw new IllegalArgumentException("workers: must be between 0 and 1024, got " + workers);
        }
        this.plan = plan;
        this.collator = collator;
        this.ahead = workers == 0 ? 0 : workers + 2;
        this.pool = workers == 0 ? null : Executors.newFixedThreadPool(workers, Loader::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "bestiary-loader");
        thread.setDaemon(true);
        return thread;
    }

    /** Number of batches in an epoch. */
    public int batches(long epoch) {
        return plan.batches(epoch).size();
    }

    /**
     * Starts an epoch.
     *
     * @param firstBatch number of batches to leave out, as in a run that is resumed
     */
    public Batches epoch(long epoch, int firstBatch) {
        List<int[]> batches = plan.batches(epoch);
        if (firstBatch < 0 || firstBatch > batches.size()) {
            throw new IllegalArgumentException(
                    "first_batch: must be between 0 and " + batches.size() + ", got " + firstBatch);
        }
        return new Batches(epoch, batches.listIterator(firstBatch));
    }

    /** Stops the threads and waits for them; epochs that are open fail from now on. */
    @Override
    public void close() {
        if (pool == null) {
            return;
        }
        for (Runnable waiting : pool.shutdownNow()) {
            // A future that never runs would keep whoever waits for it for ever.
            ((Future<?>) waiting).cancel(false);
        }
        try {
            pool.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The batches of one epoch, for one thread; closed early, it gives up what was made ahead. */
    public final class Batches implements Iterator<Batch>, AutoCloseable {
        private final long epoch;
        private final Queue<Future<Batch>> coming = new ArrayDeque<>();
        private Iterator<int[]> waiting;

        private Batches(long epoch, Iterator<int[]> waiting) {
            this.epoch = epoch;
            this.waiting = waiting;
            makeAhead();
        }

        private void makeAhead() {
            while (coming.size() < ahead && waiting.hasNext()) {
                int[] indices = waiting.next();
                try {
                    coming.add(pool.submit(() -> collator.collate(indices, epoch)));
                } catch (RejectedExecutionException e) {
                    throw new IllegalStateException(CLOSED, e);
                }
            }
        }

        @Override
        public boolean hasNext() {
            return !coming.isEmpty() || waiting.hasNext();
        }

        /**
         * Waits for the next batch.
         *
         * @throws RuntimeException what the collator threw, after which the epoch is over
         * @throws IllegalStateException if the loader is closed or the waiting thread is interrupted
         */
        @Override
        public Batch next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            boolean made = false;
            try {
                Batch batch = pool == null ? collator.collate(waiting.next(), epoch) : await(coming.remove());
                makeAhead();
                made = true;
                return batch;
            } finally {
                if (!made) {
                    close();
                }
            }
        }

        private Batch await(Future<Batch> future) {
            try {
                return future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) e.getCause();
            } catch (CancellationException e) {
                throw new IllegalStateException(CLOSED, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for a batch", e);
            }
        }

        @Override
        public void close() {
            waiting = Collections.emptyIterator();
            coming.forEach(future -> future.cancel(false));
            coming.clear();
        }
    }
}
