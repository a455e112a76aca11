package io.bestiary.inference.http;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** What the server counts, for Prometheus. */
final class Metrics {
    private static final double[] SECONDS = {.0005, .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30};
    private static final double[] ROWS = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE = 4096;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests;
    private final Counter streamPieces;
    private final Histogram requestSeconds;
    private final Histogram queueSeconds;
    private final Histogram computeSeconds;
    private final Histogram batchRows;

    /** The waiting rows are asked for when someone looks. */
    Metrics(Supplier<List<ServedModel<?, ?>>> models) {
        requests = Counter.builder()
                .name("bestiary_requests")
                .help("Requests answered")
                .labelNames("route", "status")
                .register(registry);
        streamPieces = Counter.builder()
                .name("bestiary_stream_pieces")
                .help("Pieces of text made for streams")
                .labelNames("model")
                .register(registry);
        requestSeconds = histogram("bestiary_request_seconds", "Time from request to response", "route", SECONDS);
        queueSeconds = histogram("bestiary_queue_seconds", "Time that a batch's first row waited", "model", SECONDS);
        computeSeconds = histogram("bestiary_compute_seconds", "Time that a batch took", "model", SECONDS);
        batchRows = histogram("bestiary_batch_rows", "Rows computed at once", "model", ROWS);
        GaugeWithCallback.builder()
                .name("bestiary_queue_rows")
                .help("Rows that wait")
                .labelNames("model", "version")
                .callback(callback ->
                        models.get().forEach(model -> callback.call(model.waiting(), model.name(), model.version())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("process_resident_memory_bytes")
                .help("Resident memory")
                .callback(callback -> callback.call(residentBytes()))
                .register(registry);
    }

    private Histogram histogram(String name, String help, String label, double[] bounds) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .classicOnly()
                .classicUpperBounds(bounds)
                .register(registry);
    }

    /** Resident memory as Linux tells it; 0 elsewhere. */
    private static double residentBytes() {
        try {
            return Files.exists(STATM)
                    ? (double) Long.parseLong(Files.readString(STATM).split(" ", -1)[1]) * PAGE
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Counts a request. */
    void answered(String route, int status, double seconds) {
        requests.labelValues(route, Integer.toString(status)).inc();
        requestSeconds.labelValues(route).observe(seconds);
    }

    /** Counts the batches of a model. */
    Batcher.BatchListener batches(String model) {
        return (rows, wait, compute) -> {
            queueSeconds.labelValues(model).observe(wait);
            computeSeconds.labelValues(model).observe(compute);
            batchRows.labelValues(model).observe(rows);
        };
    }

    /** Counts the pieces of a model's streams, each time it is run. */
    Runnable pieces(String model) {
        return () -> streamPieces.labelValues(model).inc();
    }

    /** All of it in Prometheus' text format. */
    byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, registry.scrape(), EscapingScheme.ALLOW_UTF8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }
}
