package io.bestiary.inference.http;

import io.bestiary.inference.form.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The OpenAPI document of the routes, with the fields of every model that is served. */
final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final Map<String, Object> ANY = Map.of("type", "object");

    private OpenApi() {}

    static Map<String, Object> of(List<Route> routes, List<ServedModel<?, ?>> models, boolean key) {
        Map<String, Object> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            @SuppressWarnings("unchecked") // only maps are put in
            Map<String, Object> methods =
                    (Map<String, Object>) paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>());
            methods.put(route.method().name().toLowerCase(Locale.ROOT), operation(route, models));
        }
        Map<String, Object> schemas = new LinkedHashMap<>();
        schemas.put(
                "Error",
                Map.of(
                        "type", "object",
                        "required", List.of("error"),
                        "properties", Map.of("error", Map.of("type", "string"))));
        models.forEach(model -> schemas.put("input-of-" + model.name(), schema(model)));
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", schemas);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Bestiary", "version", "1"));
        if (key) {
            components.put("securitySchemes", Map.of("key", Map.of("type", "http", "scheme", "bearer")));
            document.put("security", List.of(Map.of("key", List.of())));
        }
        document.put("paths", paths);
        document.put("components", components);
        return document;
    }

    private static Map<String, Object> operation(Route route, List<ServedModel<?, ?>> models) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.summary());
        List<Map<String, Object>> parameters = PARAMETER
                .matcher(route.path())
                .results()
                .map(OpenApi::parameter)
                .toList();
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (route.method().name().equals("POST") && route.path().contains("{model}")) {
            operation.put("requestBody", Map.of("required", true, "content", content(route, models)));
        }
        if (route.open()) {
            operation.put("security", List.of());
        }
        Map<String, Object> error = Map.of(
                "description",
                "What is wrong with the request, or why it cannot be answered now",
                "content",
                json(Map.of("$ref", "#/components/schemas/Error")));
        operation.put("responses", Map.of("200", Map.of("description", "The answer"), "default", error));
        return operation;
    }

    private static Map<String, Object> parameter(MatchResult match) {
        return Map.of("name", match.group(1), "in", "path", "required", true, "schema", Map.of("type", "string"));
    }

    private static Map<String, Object> content(Route route, List<ServedModel<?, ?>> models) {
        Map<String, Object> bytes = Map.of("schema", Map.of("type", "string", "format", "binary"));
        if (route.path().endsWith("/infer")) {
            return Map.of("application/json", Map.of("schema", ANY), "application/octet-stream", bytes);
        }
        List<Object> inputs = new ArrayList<>();
        models.forEach(model -> inputs.add(Map.of("$ref", "#/components/schemas/input-of-" + model.name())));
        Map<String, Object> one = inputs.isEmpty() ? ANY : Map.of("oneOf", inputs);
        Map<String, Object> several =
                Map.of("type", "object", "properties", Map.of("inputs", Map.of("type", "array", "items", one)));
        return Map.of(
                "application/json",
                Map.of("schema", Map.of("anyOf", List.of(one, several))),
                "image/*",
                bytes,
                "text/plain",
                bytes,
                "multipart/form-data",
                Map.of("schema", ANY));
    }

    private static Map<String, Object> json(Map<String, Object> schema) {
        return Map.of("application/json", Map.of("schema", schema));
    }

    private static Map<String, Object> schema(ServedModel<?, ?> model) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Field<?> field : model.form().fields()) {
            properties.put(field.name(), field.schema());
            if (field.otherwise().isEmpty()) {
                required.add(field.name());
            }
        }
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                required,
                "additionalProperties",
                false,
                "examples",
                List.of(model.form().example()));
    }
}
