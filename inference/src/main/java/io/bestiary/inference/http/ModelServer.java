package io.bestiary.inference.http;

import io.bestiary.datasets.DataException;
import io.bestiary.zoo.engine.Backend;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers over HTTP: by the Open Inference Protocol V2, by friendlier requests, and with a page to try the models.
 *
 * <p>Requests are read and prepared on threads of their own; each model has one thread for its engine, as engines keep
 * memory for every thread that ever called them.
 */
public final class ModelServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);
    private static final int THREADS = 300;
    private static final int LEAST_THREADS = 8;
    private static final int IDLE_THREAD_MILLIS = 60_000;
    private static final int REQUESTS_AT_ONCE = 256;
    private static final int CLOSE_MILLIS = 5000;
    private static final int IDLE_CLOSE_MILLIS = 100;
    private static final String ROUTE = "bestiary.route";

    private final Options options;
    private final Supplier<Backend> backend;
    private final Models models = new Models();
    private final Metrics metrics = new Metrics(models::all);
    private final AccessLog accessLog;
    private final Semaphore inFlight = new Semaphore(REQUESTS_AT_ONCE);
    private final List<Route> routes = new ArrayList<>();
    private final Javalin http;
    private volatile boolean ready;
    private volatile boolean stopping;
    private WatchedFolder watched;

    /**
     * How to serve.
     *
     * @param port 0 for any that is free
     * @param apiKey what requests must carry, as {@code Authorization: Bearer} or {@code X-API-Key}; empty for none
     * @param accessLog where a JSON line for every request goes; empty for nowhere
     */
    public record Options(
            String host, int port, Optional<String> apiKey, Optional<PrintStream> accessLog, Limits limits) {
        /** On this machine only, any free port, no key. */
        public static final Options DEFAULTS =
                new Options("127.0.0.1", 0, Optional.empty(), Optional.empty(), Limits.DEFAULTS);
    }

    /**
     * Opens the port; the server is live, and ready once its models are loaded.
     *
     * @throws DataException if the port cannot be opened
     */
    public ModelServer(Options options, Backend backend) {
        this(options, () -> backend);
    }

    /** The same with an engine that may still be starting; it is asked for when the first model is loaded. */
    public ModelServer(Options options, Supplier<Backend> backend) {
        this.options = options;
        this.backend = backend;
        this.accessLog = new AccessLog(options.accessLog().orElse(null));
        routes.addAll(new ProtocolRoutes(models, this::open, options.limits(), () -> ready && !stopping).all());
        routes.addAll(new FriendlyRoutes(models, options.limits()).all());
        routes.addAll(new StreamRoutes(models, options.limits(), () -> stopping).all());
        routes.add(Route.get("/metrics", "Counts, for Prometheus", this::metrics));
        routes.add(Route.open("/openapi.json", "This document", this::openApi));
        routes.add(Route.open("/", "A page to try the models", this::page));
        http = Javalin.create(this::configure);
        try {
            http.start();
            for (Connector connector : http.jettyServer().server().getConnectors()) {
                ((AbstractConnector) connector).setShutdownIdleTimeout(IDLE_CLOSE_MILLIS);
            }
        } catch (JavalinBindException e) {
            throw new DataException(unopened(e.getMessage()), e);
        }
    }

    private String unopened(String reason) {
        try {
            InetAddress address = InetAddress.getByName(options.host());
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
                return "--port " + options.port() + ": cannot be opened: " + reason;
            }
        } catch (IOException e) {
            LOG.debug("{}", options.host(), e); // an address that nobody has
        }
        return "--host: must be an address of this machine, got " + options.host();
    }

    /** Whether a model may be called so. */
    public static boolean isName(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.host = options.host();
        config.jetty.port = options.port();
        // A queue of the JDK's: Jetty's own asks the JVM's management for the size of an address, which takes a tenth
        // of a start.
        config.jetty.threadPool =
                new QueuedThreadPool(THREADS, LEAST_THREADS, IDLE_THREAD_MILLIS, new LinkedBlockingQueue<>());
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JsonErrors());
            // Stopping waits for what was accepted, until the last byte of its answer has left.
            server.insertHandler(new GracefulHandler());
            server.setStopTimeout(options.limits().deadline().toMillis() + CLOSE_MILLIS);
        });
        config.jetty.multipartConfig.maxFileSize(options.limits().bodyBytes(), SizeUnit.BYTES);
        config.jetty.multipartConfig.maxTotalRequestSize(options.limits().bodyBytes(), SizeUnit.BYTES);
        config.jetty.multipartConfig.maxInMemoryFileSize(options.limits().bodyBytes(), SizeUnit.BYTES);
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.routes.exception(HttpFailure.class, (e, context) -> fail(context, e));
        config.routes.exception(
                HttpResponseException.class,
                (e, context) -> fail(context, HttpFailure.of(e.getStatus(), e.getMessage())));
        config.routes.exception(Exception.class, this::failUnexpectedly);
        config.routes.before(context -> context.attribute("bestiary.start", System.nanoTime()));
        config.requestLogger.http((context, milliseconds) -> log(context, milliseconds / 1e3));
        for (Route route : routes) {
            config.routes.addHttpHandler(route.method(), route.path(), context -> handle(route, context));
        }
    }

    private void handle(Route route, Context context) throws Exception {
        context.attribute(ROUTE, route.path());
        if (!route.open()) {
            checkKey(context);
        }
        if (!route.method().name().equals("POST")) {
            route.handler().handle(context);
            return;
        }
        if (stopping || !inFlight.tryAcquire()) {
            throw HttpFailure.unavailable(
                    stopping ? "the server stops" : REQUESTS_AT_ONCE + " requests are being answered; try again later");
        }
        try {
            route.handler().handle(context);
        } finally {
            inFlight.release();
        }
    }

    private void checkKey(Context context) {
        if (options.apiKey().isEmpty()) {
            return;
        }
        String authorization =
                Optional.ofNullable(context.header("Authorization")).orElse("");
        String given = authorization.startsWith("Bearer ")
                ? authorization.substring("Bearer ".length())
                : Optional.ofNullable(context.header("X-API-Key")).orElse("");
        // Takes as long whatever is given.
        if (!MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), options.apiKey().get().getBytes(StandardCharsets.UTF_8))) {
            throw HttpFailure.of(401, "the API key must be given, as Authorization: Bearer KEY or X-API-Key: KEY");
        }
    }

    private void fail(Context context, HttpFailure failure) {
        context.status(failure.status());
        if (failure.retryAfter() > 0) {
            context.header("Retry-After", Integer.toString(failure.retryAfter()));
        }
        Json.write(context, Map.of("error", String.valueOf(failure.getMessage())));
    }

    private void failUnexpectedly(Exception e, Context context) {
        LOG.error("{} {}", context.method(), context.path(), e);
        fail(context, HttpFailure.of(500, "internal error: " + e));
    }

    private void log(Context context, double seconds) {
        String route = Optional.<String>ofNullable(context.attribute(ROUTE)).orElse("none");
        metrics.answered(route, context.statusCode(), seconds);
        accessLog.write(
                context.ip(),
                context.method().name(),
                context.path(),
                context.statusCode(),
                context.req().getContentLengthLong(),
                seconds);
    }

    private void metrics(Context context) {
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.text());
    }

    private void openApi(Context context) {
        Json.write(context, OpenApi.of(routes, models.newest(), options.apiKey().isPresent()));
    }

    private void page(Context context) throws IOException {
        try (InputStream page = ModelServer.class.getResourceAsStream("page.html")) {
            context.header("Content-Security-Policy", "default-src 'self' 'unsafe-inline'; img-src 'self' data: blob:")
                    .header("X-Content-Type-Options", "nosniff")
                    .contentType("text/html; charset=utf-8")
                    .result(page.readAllBytes());
        }
    }

    /** Loads a run or a checkpoint, or puts it in the place of the version that is there. */
    public void load(String name, String version, Path folder) {
        models.put(open(name, version, folder));
    }

    private ServedModel<?, ?> open(String name, String version, Path folder) {
        return ServedModel.open(name, version, folder, backend.get(), options.limits(), metrics);
    }

    /** Removes a version, once it has answered what it has accepted. */
    public void unload(String name, String version) {
        models.remove(name, version);
    }

    /** Serves the models of a folder as they come and go. */
    public void watch(Path folder) {
        watched = new WatchedFolder(folder, models, this::open);
    }

    /** Says that all models are loaded. */
    public void ready() {
        ready = true;
    }

    /** The port that is open. */
    public int port() {
        return http.port();
    }

    /** The names of the models. */
    public List<String> names() {
        return models.newest().stream().map(ServedModel::name).toList();
    }

    /** A request that a model can answer, as JSON values. */
    public Map<String, Object> example(String name) {
        return models.with(name, Optional.empty(), model -> model.form().example());
    }

    /** The versions of a model, oldest first. */
    List<String> versions(String name) {
        return models.versions(name);
    }

    /** What the server does, for the test that holds the OpenAPI document against it. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Refuses what comes, answers what was accepted, then closes the port and the models. */
    @Override
    public void close() {
        stopping = true;
        if (watched != null) {
            watched.close();
        }
        http.stop();
        models.close();
    }
}
