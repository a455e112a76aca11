package io.bestiary.inference.http;

import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.PictureField;
import io.bestiary.inference.form.Tensor;
import io.bestiary.inference.form.TextField;
import io.bestiary.zoo.checkpoint.CheckpointException;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The Open Inference Protocol V2 over REST. */
final class ProtocolRoutes {
    private static final String LENGTH = "Inference-Header-Content-Length";

    private final Models models;
    private final Limits limits;
    private final BooleanSupplier ready;
    private final Models.Opener opener;

    ProtocolRoutes(Models models, Models.Opener opener, Limits limits, BooleanSupplier ready) {
        this.models = models;
        this.opener = opener;
        this.limits = limits;
        this.ready = ready;
    }

    List<Route> all() {
        String model = "/v2/models/{model}";
        String version = model + "/versions/{version}";
        return List.of(
                Route.get("/v2", "Name, version and extensions of the server", this::server),
                Route.open(
                        "/v2/health/live",
                        "Whether the server runs",
                        context -> Json.write(context, Map.of("live", true))),
                Route.open("/v2/health/ready", "Whether all models are loaded and warm", this::ready),
                Route.get("/v2/models", "The models", context -> Json.write(context, Map.of("models", names()))),
                Route.get(model, "Inputs and outputs of a model's newest version", this::metadata),
                Route.get(version, "Inputs and outputs of one version", this::metadata),
                Route.get(model + "/ready", "Whether a model answers", this::modelReady),
                Route.get(version + "/ready", "Whether one version answers", this::modelReady),
                Route.post(model + "/infer", "Tensors to tensors, by a model's newest version", this::infer),
                Route.post(version + "/infer", "Tensors to tensors, by one version", this::infer),
                Route.post("/v2/repository/index", "Every version of every model", this::index),
                Route.post("/v2/repository/models/{model}/unload", "Takes a model out of service", this::unload),
                Route.post("/v2/repository/models/{model}/load", "Opens a model's folders again", this::load));
    }

    private List<String> names() {
        return models.newest().stream().map(ServedModel::name).toList();
    }

    private void server(Context context) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", "bestiary");
        String version = ProtocolRoutes.class.getPackage().getImplementationVersion();
        json.put("version", version == null ? "development" : version);
        json.put("extensions", List.of("binary_tensor_data", "model_repository"));
        Json.write(context, json);
    }

    private void ready(Context context) {
        if (!ready.getAsBoolean()) {
            throw HttpFailure.unavailable("not ready");
        }
        Json.write(context, Map.of("ready", true));
    }

    private void metadata(Context context) {
        Json.write(context, with(context, model -> model.metadata(models.versions(model.name()))));
    }

    private void modelReady(Context context) {
        Json.write(context, with(context, model -> Map.of("name", model.name(), "ready", true)));
    }

    private void index(Context context) {
        Json.write(context, models.index());
    }

    private void unload(Context context) {
        models.unload(context.pathParam("model"));
        Json.write(context, Map.of());
    }

    private void load(Context context) {
        try {
            models.load(context.pathParam("model"), opener);
        } catch (CheckpointException e) {
            throw HttpFailure.bad(e.getMessage());
        }
        Json.write(context, Map.of());
    }

    private <T> T with(Context context, java.util.function.Function<ServedModel<?, ?>, T> work) {
        return models.with(
                context.pathParam("model"),
                Optional.ofNullable(context.pathParamMap().get("version")),
                work);
    }

    private void infer(Context context) {
        byte[] body = Body.read(context, limits.bodyBytes());
        int jsonLength = jsonLength(context, body);
        boolean raw = jsonLength == 0 && context.header(LENGTH) != null;
        InferResponse response = raw
                ? with(context, model -> model.infer(raw(model, body), Client.of(context)))
                : infer(context, InferRequest.read(body, jsonLength));
        if (response.isBinary() || raw) {
            context.header(LENGTH, Integer.toString(response.jsonLength()));
            context.contentType("application/octet-stream");
        } else {
            context.contentType("application/json");
        }
        context.result(response.body());
    }

    private InferResponse infer(Context context, InferRequest request) {
        return with(context, model -> model.infer(request, Client.of(context)));
    }

    private static int jsonLength(Context context, byte[] body) {
        String given = context.header(LENGTH);
        if (given == null) {
            return body.length;
        }
        if (!given.matches("\\d{1,9}") || Integer.parseInt(given) > body.length) {
            throw HttpFailure.bad(
                    LENGTH + ": must be a number of at most the body's " + body.length + " bytes, got " + given);
        }
        return Integer.parseInt(given);
    }

    /** A body that is one input's bytes and nothing else, batch 1; the answer is binary. */
    private static InferRequest raw(ServedModel<?, ?> model, byte[] body) {
        Field<?> main = model.form().fields().get(0);
        if (!(main instanceof PictureField || main instanceof TextField)) {
            throw HttpFailure.bad(LENGTH + ": must be more than 0: " + main.name() + " has no raw binary form");
        }
        Tensor tensor = Tensor.strings(List.of(1L), List.of(body));
        return new InferRequest(Optional.empty(), Map.of(main.name(), tensor), List.of(), true);
    }
}
