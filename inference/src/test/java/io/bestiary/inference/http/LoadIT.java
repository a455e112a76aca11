package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bestiary.inference.http.Served.Reply;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many clients at once, good ones and bad ones. */
class LoadIT {
    private static final int CLIENTS = 64;
    private static final Duration TIME = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    /** What one client saw. */
    private record Seen(int right, int wrong, int refused, int busy, int failed) {}

    @Test
    void losesNoAnswerAndGivesNoWrongOne() throws Exception {
        Limits limits = new Limits(64, Duration.ofMillis(2), 1024, Duration.ofSeconds(30), 1 << 20);
        try (Served served = new Served(
                folder,
                "pytorch",
                new ModelServer.Options("127.0.0.1", 0, Optional.empty(), Optional.empty(), limits))) {
            List<byte[]> pictures = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                pictures.add(Served.png(i));
                expected.add(best(served.post("/models/digits", pictures.get(i))));
            }
            List<Socket> idle = halfOpen(served.server.port());
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            long end = System.nanoTime() + TIME.toNanos();
            List<Callable<Seen>> work = new ArrayList<>();
            for (int c = 0; c < CLIENTS; c++) {
                int client = c;
                work.add(() -> load(served, pictures, expected, client, end));
            }
            int right = 0;
            for (Future<Seen> future : clients.invokeAll(work)) {
                Seen seen = future.get();
                assertThat(seen.wrong()).isZero();
                assertThat(seen.failed()).isZero();
                assertThat(seen.refused()).isPositive();
                right += seen.right();
            }
            clients.shutdown();
            assertThat(right).isGreaterThan(CLIENTS);
            for (Socket socket : idle) {
                socket.close();
            }
            String metrics = served.get("/metrics").text();
            double rows = Double.parseDouble(
                    metrics.replaceFirst("(?s).*bestiary_batch_rows_sum\\{model=\"digits\"} ([0-9.E]+).*", "$1"));
            double batches = Double.parseDouble(
                    metrics.replaceFirst("(?s).*bestiary_batch_rows_count\\{model=\"digits\"} ([0-9.E]+).*", "$1"));
            assertThat(rows / batches).as("rows computed together").isGreaterThan(2);
        }
    }

    /** Clients that begin a request and never end it. */
    private static List<Socket> halfOpen(int port) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.getOutputStream()
                    .write("POST /models/digits HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            sockets.add(socket);
        }
        return sockets;
    }

    private static Seen load(Served served, List<byte[]> pictures, List<String> expected, int client, long end)
            throws Exception {
        int right = 0;
        int wrong = 0;
        int refused = 0;
        int busy = 0;
        int failed = 0;
        for (int i = client; System.nanoTime() < end; i++) {
            boolean bad = i % 8 == 7;
            byte[] body = bad ? new byte[] {1, 2, 3} : pictures.get(i % 10);
            Reply reply = served.post("/models/digits", body);
            switch (reply.status()) {
                case 200 -> {
                    boolean same = !bad && best(reply).equals(expected.get(i % 10));
                    right += same ? 1 : 0;
                    wrong += same ? 0 : 1;
                }
                case 400 -> refused += bad ? 1 : 0;
                case 503 -> busy++;
                default -> failed++;
            }
        }
        return new Seen(right, wrong, refused, busy, failed);
    }

    private static String best(Reply reply) throws Exception {
        return reply.json().at("/predictions/0/name").asText();
    }
}
