package io.bestiary.inference.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.inference.http.ServedModel.Reading;
import io.bestiary.inference.pipeline.PictureForm;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What people send by hand and from a page: a picture, a text, JSON; one input, or several with {@code inputs}. */
final class FriendlyRoutes {
    private static final String PNG = "image/png";

    private final Models models;
    private final Limits limits;

    FriendlyRoutes(Models models, Limits limits) {
        this.models = models;
        this.limits = limits;
    }

    List<Route> all() {
        return List.of(
                Route.get("/models", "The models, with their cards", this::list),
                Route.get("/models/{model}", "A model's card: task, fields, metrics, where it comes from", this::card),
                Route.post("/models/{model}", "Answers an input, or each of several", this::answer),
                Route.post("/models/{model}/versions/{version}", "The same, by one version", this::answer));
    }

    private void list(Context context) {
        Json.write(
                context,
                models.newest().stream()
                        .map(model -> model.card(models.versions(model.name())))
                        .toList());
    }

    private void card(Context context) {
        Json.write(context, with(context, model -> model.card(models.versions(model.name()))));
    }

    private <T> T with(Context context, Function<ServedModel<?, ?>, T> work) {
        return models.with(
                context.pathParam("model"),
                Optional.ofNullable(context.pathParamMap().get("version")),
                work);
    }

    private void answer(Context context) {
        ContentType type = ContentType.of(context);
        if (type.isForm()) {
            List<byte[]> files = files(context);
            if (files.size() == 1) {
                one(context, files.get(0), ContentType.UNSAID);
            } else {
                Json.write(
                        context, Map.of("answers", with(context, model -> several(model, files, Client.of(context)))));
            }
            return;
        }
        byte[] body = Body.read(context, limits.bodyBytes());
        if (!type.isJson()) {
            one(context, body, type);
            return;
        }
        JsonNode json = Json.read(body);
        JsonNode inputs = json.path("inputs");
        if (json.isObject() && json.size() == 1 && inputs.isArray()) {
            if (inputs.isEmpty() || inputs.size() > limits.queue()) {
                throw HttpFailure.bad(
                        "inputs: must be between 1 and " + limits.queue() + " inputs, got " + inputs.size());
            }
            Json.write(context, Map.of("answers", with(context, model -> rows(model, inputs, Client.of(context)))));
        } else {
            write(context, with(context, model -> json(model, json, Client.of(context))));
        }
    }

    private void one(Context context, byte[] body, ContentType type) {
        if (body.length == 0) {
            throw HttpFailure.bad("the body must hold an input, it is empty");
        }
        write(context, with(context, model -> bytes(model, body, type, Client.of(context))));
    }

    /** As JSON, or the picture alone to who takes {@code image/png}. */
    private static void write(Context context, Map<String, Object> answer) {
        String accepted = Optional.ofNullable(context.header("Accept")).orElse("");
        if (accepted.toLowerCase(Locale.ROOT).startsWith(PNG)) {
            context.contentType(PNG)
                    .result(PictureForm.png(answer)
                            .orElseThrow(() -> HttpFailure.of(
                                    406,
                                    "Accept: must be application/json, there is no picture among " + answer.keySet())));
        } else {
            Json.write(context, answer);
        }
    }

    private static <I> Map<String, Object> bytes(
            ServedModel<I, ?> model, byte[] body, ContentType type, Client client) {
        type.requireBytesOf(model.form().fields().get(0));
        return model.answer(form -> form.fromBytes(body, "the body"), client);
    }

    private static <I> Map<String, Object> json(ServedModel<I, ?> model, JsonNode json, Client client) {
        return model.answer(form -> form.fromJson(json), client);
    }

    private static <I> List<Map<String, Object>> rows(ServedModel<I, ?> model, JsonNode inputs, Client client) {
        List<Reading<I>> readings = new ArrayList<>();
        inputs.forEach(input -> readings.add(form -> form.fromJson(input)));
        return model.answerEach(readings, client);
    }

    private static <I> List<Map<String, Object>> several(ServedModel<I, ?> model, List<byte[]> files, Client client) {
        List<Reading<I>> readings = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            byte[] file = files.get(i);
            String name = "file " + i;
            readings.add(form -> form.fromBytes(file, name));
        }
        return model.answerEach(readings, client);
    }

    private List<byte[]> files(Context context) {
        List<UploadedFile> uploaded;
        try {
            uploaded = context.uploadedFiles();
        } catch (Exception e) { // the parser throws what it likes at broken bodies, undeclared
            // What is left of the body stays unread: the connection cannot be used again.
            context.header("Connection", "close");
            throw HttpFailure.bad("the body must be multipart/form-data of at most " + limits.bodyBytes() + " bytes: "
                    + e.getMessage());
        }
        if (uploaded.isEmpty() || uploaded.size() > limits.queue()) {
            throw HttpFailure.bad(
                    "the body must hold between 1 and " + limits.queue() + " files, got " + uploaded.size());
        }
        List<byte[]> files = new ArrayList<>();
        for (UploadedFile file : uploaded) {
            try (InputStream content = file.content()) {
                files.add(content.readAllBytes());
            } catch (IOException e) {
                throw HttpFailure.bad("the body must be whole, it cannot be read: " + e.getMessage());
            }
        }
        return files;
    }
}
