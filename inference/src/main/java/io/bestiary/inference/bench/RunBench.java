package io.bestiary.inference.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.http.Limits;
import io.bestiary.inference.http.ModelServer;
import io.bestiary.inference.pipeline.Session;
import io.bestiary.zoo.engine.Backend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Measures how fast a trained model answers: in this process, and over HTTP as {@code bestiary serve} does, over numbers of
 * rows in a request and of callers at once.
 *
 * @param batches rows in a request
 * @param threads callers at once
 * @param seconds for each combination
 * @param inputOrNull what is asked, a JSON object of the model's fields; null for some input that can be answered
 */
public record RunBench(List<Integer> batches, List<Integer> threads, double seconds, JsonNode inputOrNull) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WARM_UP = 3;
    private static final int MOST_BYTES = 1 << 28;

    public RunBench {
        batches = List.copyOf(batches);
        threads = List.copyOf(threads);
        check("--batches", batches, 4096);
        check("--threads", threads, 256);
        if (!(seconds > 0)) {
            throw new DataException("--seconds: must be above 0, got " + seconds);
        }
    }

    private static void check(String name, List<Integer> values, int most) {
        if (values.isEmpty() || !values.stream().allMatch(value -> value >= 1 && value <= most)) {
            throw new DataException(name + ": must be numbers between 1 and " + most + ", got " + values);
        }
    }

    /** Measures a run or a checkpoint. */
    public void run(Path runOrCheckpoint, Backend backend, Consumer<Latency> out) {
        try (Session<?, ?> session = Session.open(runOrCheckpoint, backend)) {
            inProcess(session, out);
        }
        try (ModelServer server = new ModelServer(options(), backend)) {
            server.load("model", "1", runOrCheckpoint);
            server.ready();
            overHttp(server, out);
        }
    }

    /** A server that has room for all that is asked at once. */
    private ModelServer.Options options() {
        ModelServer.Options usual = ModelServer.Options.DEFAULTS;
        Limits limits = usual.limits();
        int rows = Collections.max(batches) * Collections.max(threads);
        return new ModelServer.Options(
                usual.host(),
                usual.port(),
                usual.apiKey(),
                usual.accessLog(),
                new Limits(
                        limits.batch(),
                        limits.delay(),
                        Math.max(rows, limits.queue()),
                        limits.deadline(),
                        MOST_BYTES,
                        limits.tokens()));
    }

    private <I> void inProcess(Session<I, ?> session, Consumer<Latency> out) {
        I input = session.inputForm().fromJson(asked(session.inputForm().example()));
        for (int batch : batches) {
            List<I> inputs = Collections.nCopies(batch, input);
            for (int callers : threads) {
                out.accept(measure("process", batch, callers, () -> session.answer(inputs)));
            }
        }
    }

    private void overHttp(ModelServer server, Consumer<Latency> out) {
        HttpClient client = HttpClient.newHttpClient();
        for (int batch : batches) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/models/model"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body(server, batch)))
                    .build();
            for (int callers : threads) {
                out.accept(measure("http", batch, callers, () -> answered(client, request)));
            }
        }
    }

    private String body(ModelServer server, int batch) {
        JsonNode input = asked(server.example("model"));
        ObjectNode body = JSON.createObjectNode();
        body.putArray("inputs").addAll(Collections.nCopies(batch, input));
        return batch == 1 ? input.toString() : body.toString();
    }

    private JsonNode asked(Map<String, Object> example) {
        return inputOrNull == null ? JSON.valueToTree(example) : inputOrNull;
    }

    /** A row that could not be answered is an object of its own, and no text within an answer looks like one. */
    private static String answered(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200 || response.body().contains("{\"error\":")) {
            throw new DataException("the server answered " + response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    private Latency measure(String way, int batch, int callers, Callable<?> request) {
        ExecutorService executor = Executors.newFixedThreadPool(callers);
        try {
            for (int i = 0; i < WARM_UP; i++) {
                request.call();
            }
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            List<Future<long[]>> all = executor.invokeAll(IntStream.range(0, callers)
                    .mapToObj(i -> caller(request, end))
                    .toList());
            LongStream nanos = LongStream.empty();
            for (Future<long[]> one : all) {
                nanos = LongStream.concat(nanos, Arrays.stream(one.get()));
            }
            return Latency.of(way, batch, callers, nanos.toArray(), (System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // what a request throws
            throw new IllegalStateException(e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static Callable<long[]> caller(Callable<?> request, long end) {
        return () -> {
            LongStream.Builder nanos = LongStream.builder();
            do {
                long asked = System.nanoTime();
                request.call();
                nanos.add(System.nanoTime() - asked);
            } while (System.nanoTime() < end);
            return nanos.build().toArray();
        };
    }
}
