package io.bestiary.inference.cli;

import io.bestiary.datasets.DataException;
import io.bestiary.inference.http.Limits;
import io.bestiary.inference.http.ModelServer;
import io.bestiary.zoo.engine.Backend;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers over HTTP until it is stopped. */
@Command(
        name = "serve",
        description = {
            "Serves trained models over HTTP: the Open Inference Protocol V2, friendlier requests, and a page to try"
                    + " them.",
            "The environment variable BESTIARY_API_KEY sets a key that requests must carry."
        },
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
    private static final int MOST_MEGABYTES = 1024;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..*",
            description = "Run or checkpoint folders; NAME=FOLDER calls a model by another name than its folder's.")
    private List<String> runs = List.of();

    @Option(
            names = "--watch",
            paramLabel = "FOLDER",
            description = "Serve what lies in FOLDER/<model>/ or FOLDER/<model>/<version>/, as it comes and goes.")
    private Path watch;

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080", description = "The port (${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (${DEFAULT-VALUE}: this machine only; 0.0.0.0: everyone).")
    private String host;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "64",
            description = "Rows computed at once, at most (${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--delay",
            paramLabel = "MS",
            defaultValue = "2",
            description = "How long a row may wait for others, in milliseconds (${DEFAULT-VALUE}).")
    private int delay;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Rows that may wait for a model; more are refused with 503 (${DEFAULT-VALUE}).")
    private int queue;

    @Option(
            names = "--deadline",
            paramLabel = "MS",
            defaultValue = "30000",
            description = "How long a request may take, in milliseconds (${DEFAULT-VALUE}).")
    private int deadline;

    @Option(
            names = "--max-body",
            paramLabel = "MB",
            defaultValue = "16",
            description = "Size of a request, at most (${DEFAULT-VALUE}).")
    private int maxBody;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "4096",
            description = "Tokens of a text that is read or written, at most (${DEFAULT-VALUE}).")
    private int maxTokens;

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "Append a JSON line for every request; - for stderr.")
    private String accessLog;

    @Mixin
    private BackendOptions backends;

    @Override
    public Integer call() {
        loadBeforeEngine();
        long process = process();
        long begun = System.currentTimeMillis();
        Map<String, Path> models = models();
        ModelServer.Options options = options();
        // Engine and HTTP need each about as long to start, and neither needs the other.
        AtomicLong started = new AtomicLong();
        CompletableFuture<Backend> engine = CompletableFuture.supplyAsync(() -> {
            Backend backend = backends.start();
            started.set(System.currentTimeMillis());
            return backend;
        });
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (ModelServer server = new ModelServer(options, () -> result(engine))) {
            long listening = System.currentTimeMillis();
            models.forEach((name, folder) -> server.load(name, "1", folder));
            if (watch != null) {
                server.watch(watch);
            }
            server.ready();
            long ready = System.currentTimeMillis();
            // On a signal: what was accepted is answered before the process ends.
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                asked.countDown();
                                await(closed);
                            },
                            "bestiary-stop"));
            System.err.printf(
                    Locale.ROOT,
                    "http://%s:%d/ serves %s with %s, ready after %.1f s (JVM %.1f, then HTTP %.1f beside engine %.1f,"
                            + " then models %.1f)%n",
                    host,
                    server.port(),
                    server.names().isEmpty() ? "no model yet" : String.join(", ", server.names()),
                    result(engine),
                    (ready - process) / 1e3,
                    (begun - process) / 1e3,
                    (listening - begun) / 1e3,
                    (started.get() - begun) / 1e3,
                    (ready - Math.max(listening, started.get())) / 1e3);
            await(asked);
        } finally {
            closed.countDown();
        }
        return 0;
    }

    /**
     * Makes the JVM load its native libraries for sockets. It loads one at a time: the HTTP server would wait for them until the
     * engine has all of its own. And starts the log, about which two that start it at once would complain.
     */
    private static void loadBeforeEngine() {
        LoggerFactory.getILoggerFactory();
        try {
            ServerSocketChannel.open().close();
        } catch (IOException e) {
            throw new DataException("--port: no socket can be opened: " + e.getMessage(), e);
        }
    }

    /** When this process began, as the JVM knows it. */
    private static long process() {
        return ManagementFactory.getRuntimeMXBean().getStartTime();
    }

    private static Backend result(CompletableFuture<Backend> engine) {
        try {
            return engine.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ModelServer.Options options() {
        if (port < 0 || port > 65_535) {
            throw new DataException("--port: must be between 0 and 65535, got " + port);
        }
        if (maxBody < 1 || maxBody > MOST_MEGABYTES) {
            throw new DataException("--max-body: must be between 1 and " + MOST_MEGABYTES + ", got " + maxBody);
        }
        try {
            Limits limits = new Limits(
                    batch, Duration.ofMillis(delay), queue, Duration.ofMillis(deadline), maxBody << 20, maxTokens);
            Optional<String> key =
                    Optional.ofNullable(System.getenv("BESTIARY_API_KEY")).filter(text -> !text.isBlank());
            return new ModelServer.Options(host, port, key, log(), limits);
        } catch (IllegalArgumentException e) {
            throw new DataException("--" + e.getMessage(), e);
        }
    }

    private Optional<PrintStream> log() {
        if (accessLog == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    accessLog.equals("-")
                            ? System.err
                            : new PrintStream(new FileOutputStream(accessLog, true), true, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new DataException("--access-log: cannot be written: " + e.getMessage(), e);
        }
    }

    private Map<String, Path> models() {
        if (runs.isEmpty() && watch == null) {
            throw new DataException("RUN: must be given, or --watch");
        }
        if (watch != null && !Files.isDirectory(watch)) {
            throw new DataException("--watch: must be a folder, got " + watch);
        }
        Map<String, Path> models = new LinkedHashMap<>();
        for (String run : runs) {
            int equals = run.indexOf('=');
            Path folder = Path.of(run.substring(equals + 1));
            String name = equals > 0
                    ? run.substring(0, equals)
                    : folder.toAbsolutePath().normalize().getFileName().toString();
            if (!ModelServer.isName(name)) {
                throw new DataException(
                        run + ": a model's name must be letters, digits, dots, hyphens and underscores, got " + name
                                + "; NAME=FOLDER gives another");
            }
            if (models.put(name, folder) != null) {
                throw new DataException(run + ": two models are called " + name + "; NAME=FOLDER gives another name");
            }
        }
        return models;
    }
}
