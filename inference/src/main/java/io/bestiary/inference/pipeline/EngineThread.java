package io.bestiary.inference.pipeline;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The one thread that calls an engine.
 *
 * <p>MXNet keeps about 5 MB for every thread that ever called it, so callers' threads must not.
 */
final class EngineThread {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "bestiary-engine");
        thread.setDaemon(true);
        return thread;
    });

    private boolean closed;

    /** Runs the work and waits for it; its unchecked exceptions come through as they are. */
    <T> T call(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        if (!takes(() -> complete(result, work))) {
            throw new IllegalStateException("the model is closed");
        }
        return join(result);
    }

    /** Runs the work, unless this is closed and there is nothing left to be done. */
    void callIfOpen(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (takes(() -> complete(done, Executors.callable(work, null)))) {
            join(done);
        }
    }

    /** Runs what it has taken, then the last work, and waits for it; takes nothing more from now on. */
    void close(Runnable last) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            executor.execute(() -> complete(done, Executors.callable(last, null)));
            executor.shutdown();
            closed = true;
        }
        join(done);
    }

    private synchronized boolean takes(Runnable work) {
        if (!closed) {
            executor.execute(work);
        }
        return !closed;
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> work) {
        try {
            result.complete(work.call());
        } catch (Throwable e) {
            result.completeExceptionally(e);
        }
    }

    private static <T> T join(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
