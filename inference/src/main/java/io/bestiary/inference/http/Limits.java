package io.bestiary.inference.http;

import java.time.Duration;
import java.util.Map;

/**
 * What a server takes on.
 *
 * @param batch rows computed at once
 * @param delay how long a row may wait for others to be computed with
 * @param queue rows that may wait for one model
 * @param deadline how long a request may take
 * @param bodyBytes size of a request's body, unpacked
 * @param tokens that an input may have, and an answer
 */
public record Limits(int batch, Duration delay, int queue, Duration deadline, int bodyBytes, int tokens) {
    public static final Limits DEFAULTS =
            new Limits(64, Duration.ofMillis(2), 1024, Duration.ofSeconds(30), 16 << 20, 4096);

    public Limits {
        check("batch", batch, 1, 65_536);
        check("queue", queue, batch, 1 << 20);
        check("delay (ms)", delay.toMillis(), 0, 60_000);
        check("deadline (ms)", deadline.toMillis(), 1, 3_600_000);
        check("body (bytes)", bodyBytes, 1, 1 << 30);
        check("max-tokens", tokens, 1, 1_000_000);
    }

    /** What a request should know. */
    Map<String, Object> toJson() {
        return Map.of("tokens", tokens, "rows", queue, "body_bytes", bodyBytes, "deadline_ms", deadline.toMillis());
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + ": must be between " + least + " and " + most + ", got " + value);
        }
    }
}
