package io.bestiary.inference.pipeline;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * The one thread that calls an engine.
 *
 * <p>MXNet keeps about 5 MB for every thread that ever called it, so callers' threads must not.
 */
final class EngineThread implements AutoCloseable {
    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "bestiary-engine");
        thread.setDaemon(true);
        return thread;
    });

    /** Runs the work and waits for it; its unchecked exceptions come through as they are. */
    <T> T call(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    result.complete(work.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the model is closed", e);
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Runs the work, unless this is closed and there is nothing left to be done. */
    void callIfOpen(Runnable work) {
        if (!executor.isShutdown()) {
            call(() -> {
                work.run();
                return null;
            });
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
