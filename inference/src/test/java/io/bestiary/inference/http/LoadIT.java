package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.bestiary.inference.http.LoopbackClient.Answer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once: good ones and bad ones, slow ones, and such that leave. {@code -Dbestiary.load.seconds=60}. */
class LoadIT {
    private static final int CLIENTS = 64;
    private static final int WAYWARD = 16;
    private static final int SECONDS = Integer.getInteger("bestiary.load.seconds", 8);
    private static final boolean WHOLE = SECONDS >= 60;
    private static final int PICTURES = 10;

    @TempDir
    private Path folder;

    /** What one client saw. */
    @SuppressWarnings("ArrayRecordComponent") // no one compares two of them
    private record Seen(int right, int wrong, int refused, int busy, int failed, long[] nanos) {}

    private Served serve(int batch) {
        Limits limits = new Limits(batch, Duration.ofMillis(2), 1024, Duration.ofSeconds(30), 1 << 20, 4096);
        return new Served(
                folder, "pytorch", new ModelServer.Options("127.0.0.1", 0, Optional.empty(), Optional.empty(), limits));
    }

    @Test
    void losesNoAnswerAndGivesNoWrongOne() throws Exception {
        try (Served served = serve(64)) {
            int port = served.server.port();
            List<byte[]> requests = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < PICTURES; i++) {
                requests.add(LoopbackClient.post("/models/digits", Served.png(i)));
                expected.add(best(served.post("/models/digits", Served.png(i)).text()));
            }
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS + WAYWARD);
            long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
            List<Future<?>> wayward = new ArrayList<>();
            List<LoopbackClient> halfOpen = new ArrayList<>();
            for (int i = 0; i < WAYWARD; i++) {
                halfOpen.add(new LoopbackClient(port));
                halfOpen.get(i).send(Arrays.copyOf(requests.get(0), requests.get(0).length / 2));
                boolean slow = i % 2 == 0;
                wayward.add(clients.submit(() -> slow ? readSlowly(port, end) : leave(port, requests, end)));
            }
            List<Callable<Seen>> work = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int client = c;
                work.add(() -> load(port, requests, expected, client, end));
            }
            List<Future<Seen>> futures = new ArrayList<>();
            work.forEach(one -> futures.add(clients.submit(one)));
            Thread.sleep(Duration.ofSeconds(SECONDS).toMillis() / 4);
            long memory = residentPages();
            int right = 0;
            int refused = 0;
            LongStream nanos = LongStream.empty();
            for (Future<Seen> future : futures) {
                Seen seen = future.get();
                assertThat(seen.wrong()).isZero();
                assertThat(seen.failed()).isZero();
                refused += seen.refused();
                right += seen.right();
                nanos = LongStream.concat(nanos, Arrays.stream(seen.nanos()));
            }
            double growth = (double) residentPages() / memory;
            for (Future<?> one : wayward) {
                one.get();
            }
            clients.shutdown();
            for (LoopbackClient client : halfOpen) {
                client.close();
            }
            assertThat(right).isGreaterThan(CLIENTS);
            assertThat(refused).isGreaterThan(CLIENTS / 8);
            String metrics = served.get("/metrics").text();
            double together = counted(metrics, "sum") / counted(metrics, "count");
            assertThat(together).as("rows computed together").isGreaterThan(2);
            assertThat(growth)
                    .as("resident memory by that after a quarter of the time")
                    .isLessThan(1.1);
            long[] sorted = nanos.sorted().toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%d connections, %d s: %d right answers, %.0f a second, p50 %.1f ms, p99 %.1f ms, %.1f rows"
                            + " together, memory times %.3f%n",
                    CLIENTS,
                    SECONDS,
                    right,
                    (double) right / SECONDS,
                    sorted[sorted.length / 2] / 1e6,
                    sorted[sorted.length * 99 / 100] / 1e6,
                    together,
                    growth);
        }
    }

    private static double counted(String metrics, String what) {
        return Double.parseDouble(
                metrics.replaceFirst("(?s).*bestiary_batch_rows_" + what + "\\{model=\"digits\"} ([0-9.E]+).*", "$1"));
    }

    private static long residentPages() throws IOException {
        Path statm = Path.of("/proc/self/statm");
        return Files.exists(statm) ? Long.parseLong(Files.readString(statm).split(" ", -1)[1]) : 1;
    }

    private static Seen load(int port, List<byte[]> requests, List<String> expected, int client, long end)
            throws IOException {
        int right = 0;
        int wrong = 0;
        int refused = 0;
        int busy = 0;
        int failed = 0;
        LongStream.Builder nanos = LongStream.builder();
        byte[] broken = LoopbackClient.post("/models/digits", new byte[] {1, 2, 3});
        try (LoopbackClient connection = new LoopbackClient(port)) {
            for (int i = client; System.nanoTime() < end; i++) {
                boolean bad = i % 8 == 7;
                long asked = System.nanoTime();
                Answer answer = connection.ask(bad ? broken : requests.get(i % PICTURES));
                nanos.add(System.nanoTime() - asked);
                switch (answer.status()) {
                    case 200 -> {
                        boolean same = !bad && best(text(answer)).equals(expected.get(i % PICTURES));
                        right += same ? 1 : 0;
                        wrong += same ? 0 : 1;
                    }
                    case 400 -> refused += bad ? 1 : 0;
                    case 503 -> busy++;
                    default -> failed++;
                }
            }
        }
        return new Seen(right, wrong, refused, busy, failed, nanos.build().toArray());
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String best(String answer) {
        return answer.substring(0, answer.indexOf(','));
    }

    /** Asks for the page and takes a byte now and then. */
    private static int readSlowly(int port, long end) throws Exception {
        int read = 0;
        try (LoopbackClient connection = new LoopbackClient(port)) {
            connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            while (System.nanoTime() < end) {
                read += connection.readByte() >= 0 ? 1 : 0;
                Thread.sleep(20);
            }
        }
        return read;
    }

    /** Asks, and leaves before the answer or in the middle of it. */
    private static int leave(int port, List<byte[]> requests, long end) throws Exception {
        int left = 0;
        while (System.nanoTime() < end) {
            try (LoopbackClient connection = new LoopbackClient(port)) {
                connection.send(requests.get(left % PICTURES));
                for (int i = 0; i < left % 3 * 40; i++) {
                    connection.readByte();
                }
            }
            left++;
            Thread.sleep(50);
        }
        return left;
    }

    /**
     * The same load with batches and without, in turn, on servers that have been asked long enough for the JVM to have
     * compiled what they do. Clients and server share the machine, which may do other work: the processor time of an answer,
     * all threads together, is printed beside the answers a second. The whole load must have the ratio that is asked for; a
     * short one, among other tests, only shows that batches pay.
     */
    @Test
    void computesMoreTogetherThanApart() throws Exception {
        double[] ratios = new double[5];
        try (Served together = serve(64);
                Served apart = serve(1)) {
            answers(together, WHOLE ? 20 : 2);
            answers(apart, WHOLE ? 20 : 2);
            for (int round = 0; round < ratios.length; round++) {
                double[] more = answers(together, SECONDS / 6);
                double[] less = answers(apart, SECONDS / 6);
                ratios[round] = more[0] / less[0];
                System.out.printf(
                        Locale.ROOT,
                        "with batches %.0f answers a second, without %.0f: times %.2f; processor time of an answer"
                                + " %.3f ms and %.3f ms: times %.2f%n",
                        more[0],
                        less[0],
                        ratios[round],
                        more[1],
                        less[1],
                        less[1] / more[1]);
            }
        }
        Arrays.sort(ratios);
        assertThat(ratios[2]).isGreaterThan(WHOLE ? 2.5 : 1.2);
    }

    /** Answers a second, and milliseconds of processor time for each. */
    private static double[] answers(Served served, int seconds) throws Exception {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        byte[] request = LoopbackClient.post("/models/digits", Served.png(3));
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        long start = System.nanoTime();
        long processor = system.getProcessCpuTime();
        long end = start + Duration.ofSeconds(Math.max(1, seconds)).toNanos();
        List<Future<Integer>> all = clients.invokeAll(IntStream.range(0, CLIENTS)
                .<Callable<Integer>>mapToObj(i -> () -> ask(served.server.port(), request, end))
                .toList());
        int answers = 0;
        for (Future<Integer> one : all) {
            answers += one.get();
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        double milliseconds = (system.getProcessCpuTime() - processor) / 1e6;
        clients.shutdown();
        return new double[] {answers / elapsed, milliseconds / answers};
    }

    private static int ask(int port, byte[] request, long end) throws IOException {
        int answers = 0;
        try (LoopbackClient connection = new LoopbackClient(port)) {
            while (System.nanoTime() < end) {
                answers += connection.ask(request).status() == 200 ? 1 : 0;
            }
        }
        return answers;
    }
}
