package io.bestiary.inference.http;

import io.bestiary.inference.pipeline.TextStream;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Texts piece by piece, as server-sent events: {@code data: {"text": ...}} for each piece, then {@code event: done} with what
 * else the answer says, or {@code event: error}. A piece is made when the one before has been sent: a client that goes away
 * ends the writing, and so does the deadline.
 */
final class StreamRoutes {
    private final Models models;
    private final Limits limits;
    private final BooleanSupplier stopping;

    StreamRoutes(Models models, Limits limits, BooleanSupplier stopping) {
        this.models = models;
        this.limits = limits;
        this.stopping = stopping;
    }

    List<Route> all() {
        return List.of(
                Route.post("/models/{model}/stream", "Writes a text, piece by piece as it comes", this::stream),
                Route.post("/models/{model}/versions/{version}/stream", "The same, by one version", this::stream));
    }

    private void stream(Context context) {
        byte[] body = Body.read(context, limits.bodyBytes());
        ContentType type = ContentType.of(context);
        models.with(
                context.pathParam("model"),
                Optional.ofNullable(context.pathParamMap().get("version")),
                model -> stream(context.res(), model, body, type));
    }

    private <I, A> boolean stream(
            HttpServletResponse response, ServedModel<I, A> model, byte[] body, ContentType type) {
        if (!type.isJson()) {
            type.requireBytesOf(model.form().fields().get(0));
        }
        return model.stream(
                form -> type.isJson() ? form.fromJson(Json.read(body)) : form.fromBytes(body, "the body"),
                stream -> send(response, model, stream));
    }

    /** Returns whether the client was there to the end. */
    private <A> boolean send(HttpServletResponse response, ServedModel<?, A> model, TextStream<A> stream) {
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        long end = System.nanoTime() + limits.deadline().toNanos();
        try {
            try {
                for (Optional<String> piece = stream.next(); piece.isPresent(); piece = stream.next()) {
                    model.countPiece();
                    if (stopping.getAsBoolean()) {
                        throw new IllegalStateException("the server stops");
                    }
                    if (System.nanoTime() > end) {
                        throw new IllegalStateException("not finished within the deadline of "
                                + limits.deadline().toMillis() + " ms");
                    }
                    if (!piece.get().isEmpty()) {
                        event(response, "", Map.of("text", piece.get()));
                    }
                }
                event(response, "event: done\n", model.rest(stream.answer()));
            } catch (RuntimeException e) { // the response has begun: its end is the place to say so
                event(response, "event: error\n", Map.of("error", String.valueOf(e.getMessage())));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void event(HttpServletResponse response, String name, Map<String, Object> data) throws IOException {
        response.getOutputStream().write((name + "data: ").getBytes(StandardCharsets.UTF_8));
        response.getOutputStream().write(Json.bytes(data));
        response.getOutputStream().write("\n\n".getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}
