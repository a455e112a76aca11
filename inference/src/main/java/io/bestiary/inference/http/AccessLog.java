package io.bestiary.inference.http;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A JSON line for every request. */
final class AccessLog {
    private final PrintStream out;

    /** Writes nothing where {@code out} is null. */
    AccessLog(PrintStream out) {
        this.out = out;
    }

    void write(String client, String method, String path, int status, long bytesIn, double seconds) {
        if (out == null) {
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().toString());
        line.put("client", client);
        line.put("method", method);
        line.put("path", path);
        line.put("status", status);
        line.put("bytes_in", Math.max(0, bytesIn));
        line.put("ms", Math.round(seconds * 1e5) / 100.0);
        out.println(new String(Json.bytes(line), StandardCharsets.UTF_8));
    }
}
