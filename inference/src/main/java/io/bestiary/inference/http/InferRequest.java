package io.bestiary.inference.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.bestiary.datasets.DataException;
import io.bestiary.inference.form.Datatype;
import io.bestiary.inference.form.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request to infer, as the Open Inference Protocol V2 writes it.
 *
 * @param id that the response repeats
 * @param outputs asked for, in their order; none asks for all
 * @param binary whether outputs that do not say come as binary data
 */
record InferRequest(Optional<String> id, Map<String, Tensor> inputs, List<Output> outputs, boolean binary) {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    /** One output asked for. */
    record Output(String name, Optional<Boolean> binary) {}

    /** An input as it stands in the JSON: its data are read when type and shape are known. */
    private record Raw(Map<String, JsonNode> keys, long from, long to) {
        JsonNode key(String name) {
            return keys.getOrDefault(name, MissingNode.getInstance());
        }
    }

    /**
     * Reads a body whose first bytes are JSON and whose rest are the binary data of inputs that say so.
     *
     * @param jsonLength bytes of JSON
     * @throws HttpFailure saying what the request must be
     */
    static InferRequest read(byte[] body, int jsonLength) {
        try {
            return new Reader(body, jsonLength).read();
        } catch (JacksonException e) {
            throw Json.refused(e);
        } catch (IOException e) {
            throw HttpFailure.bad("the body must be JSON: " + e.getMessage());
        } catch (DataException e) {
            throw HttpFailure.bad(e.getMessage());
        }
    }

    /** Goes through a body. */
    private static final class Reader {
        private static final Set<String> KEYS = Set.of("id", "parameters", "inputs", "outputs");

        private final byte[] body;
        private final int jsonLength;
        private final Map<String, JsonNode> keys = new HashMap<>();
        private final List<Raw> raws = new ArrayList<>();
        private int binaryFrom;

        Reader(byte[] body, int jsonLength) {
            this.body = body;
            this.jsonLength = jsonLength;
            this.binaryFrom = jsonLength;
        }

        InferRequest read() throws IOException {
            try (JsonParser parser = JSON.createParser(body, 0, jsonLength)) {
                object(parser);
                if (parser.nextToken() != null) {
                    throw HttpFailure.bad("the body must be one JSON object, there is more after it");
                }
            }
            Optional<String> id = text("id", keys.get("id"));
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            if (raws.isEmpty()) {
                throw HttpFailure.bad("inputs: must be an array of at least one input");
            }
            for (Raw raw : raws) {
                String name = text("inputs: name", raw.key("name"))
                        .orElseThrow(() -> HttpFailure.bad("inputs: name: must be given"));
                if (inputs.put(name, tensor(name, raw)) != null) {
                    throw HttpFailure.bad("inputs: " + name + ": must be given once");
                }
            }
            if (binaryFrom != body.length) {
                throw HttpFailure.bad("the body must end with its last input's binary data, "
                        + (body.length - binaryFrom) + " bytes are left");
            }
            boolean binary = flag("parameters", keys.get("parameters"), "binary_data_output")
                    .orElse(false);
            return new InferRequest(id, inputs, outputs(), binary);
        }

        private void object(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw HttpFailure.bad("the body must be a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                if (!KEYS.contains(key)) {
                    throw HttpFailure.bad(key + ": must be one of id, parameters, inputs, outputs");
                }
                parser.nextToken();
                if (key.equals("inputs")) {
                    inputs(parser);
                } else {
                    keys.put(key, parser.readValueAsTree());
                }
            }
        }

        private void inputs(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw HttpFailure.bad("inputs: must be an array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw HttpFailure.bad("inputs: must be an array of objects");
                }
                Map<String, JsonNode> values = new HashMap<>();
                long from = -1;
                long to = -1;
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    parser.nextToken();
                    if (key.equals("data")) {
                        from = parser.currentTokenLocation().getByteOffset();
                        parser.skipChildren();
                        parser.finishToken();
                        to = parser.currentLocation().getByteOffset();
                    } else {
                        values.put(key, parser.readValueAsTree());
                    }
                }
                raws.add(new Raw(values, from, to));
            }
        }

        private Tensor tensor(String name, Raw raw) throws IOException {
            for (String key : raw.keys().keySet()) {
                if (!Set.of("name", "shape", "datatype", "parameters").contains(key)) {
                    throw HttpFailure.bad("inputs: " + name + ": " + key
                            + ": must be one of name, shape, datatype, parameters, data");
                }
            }
            Datatype type = Datatype.of(text(name + ": datatype", raw.key("datatype"))
                    .orElseThrow(() -> HttpFailure.bad(name + ": datatype: must be given")));
            List<Long> shape = shape(name, raw.key("shape"));
            Optional<Integer> binary = size(name, raw.key("parameters"));
            if (binary.isPresent() == raw.from() >= 0) {
                throw HttpFailure.bad(name + ": must have either data or parameters.binary_data_size");
            }
            // Every element takes a byte at least, so that no shape can ask for more memory than the body had.
            long room = binary.isPresent() ? binary.get() : raw.to() - raw.from();
            int count = count(name, shape, room);
            if (binary.isEmpty()) {
                try (JsonParser parser = JSON.createParser(body, (int) raw.from(), (int) (raw.to() - raw.from()))) {
                    return TensorJson.read(name, type, shape, count, parser);
                }
            }
            if (binary.get() > body.length - binaryFrom) {
                throw HttpFailure.bad(name + ": binary_data_size: must be at most the " + (body.length - binaryFrom)
                        + " bytes that are left of the body, got " + binary.get());
            }
            ByteBuffer bytes = ByteBuffer.wrap(body, binaryFrom, binary.get());
            binaryFrom += binary.get();
            return TensorBytes.read(name, type, shape, count, bytes);
        }

        private static List<Long> shape(String name, JsonNode json) {
            List<Long> shape = new ArrayList<>();
            if (!json.isArray() || json.isEmpty() || json.size() > 16) {
                throw HttpFailure.bad(name + ": shape: must be an array of 1 to 16 sizes, got " + shown(json));
            }
            for (JsonNode size : json) {
                if (!size.canConvertToLong() || !size.isIntegralNumber() || size.longValue() < 0) {
                    throw HttpFailure.bad(name + ": shape: must be sizes of at least 0, got " + shown(json));
                }
                shape.add(size.longValue());
            }
            return shape;
        }

        private static int count(String name, List<Long> shape, long room) {
            long count = 1;
            for (long size : shape) {
                if (size > 0 && count > room / size) {
                    throw HttpFailure.bad(name + ": shape: must have no more elements than data, got " + shape);
                }
                count *= size;
            }
            return (int) count;
        }

        private List<Output> outputs() {
            JsonNode json = keys.get("outputs");
            List<Output> outputs = new ArrayList<>();
            if (json == null) {
                return outputs;
            }
            if (!json.isArray()) {
                throw HttpFailure.bad("outputs: must be an array, got " + shown(json));
            }
            for (JsonNode output : json) {
                String name = text("outputs: name", output.path("name"))
                        .orElseThrow(() -> HttpFailure.bad("outputs: name: must be given"));
                if (outputs.stream().anyMatch(other -> other.name().equals(name))) {
                    throw HttpFailure.bad("outputs: " + name + ": must be asked for once");
                }
                outputs.add(new Output(name, flag("outputs: " + name, output.path("parameters"), "binary_data")));
            }
            return outputs;
        }

        private static Optional<Integer> size(String name, JsonNode parameters) {
            JsonNode size = object(name + ": parameters", parameters).path("binary_data_size");
            if (size.isMissingNode()) {
                return Optional.empty();
            }
            if (!size.isInt() || size.intValue() < 0) {
                throw HttpFailure.bad(
                        name + ": binary_data_size: must be a whole number of at least 0, got " + shown(size));
            }
            return Optional.of(size.intValue());
        }

        private static Optional<Boolean> flag(String name, JsonNode parameters, String flag) {
            JsonNode value = object(name + ": parameters", parameters).path(flag);
            if (value.isMissingNode()) {
                return Optional.empty();
            }
            if (!value.isBoolean()) {
                throw HttpFailure.bad(name + ": " + flag + ": must be true or false, got " + shown(value));
            }
            return Optional.of(value.booleanValue());
        }

        private static JsonNode object(String name, JsonNode json) {
            if (json == null || json.isMissingNode()) {
                return MissingNode.getInstance();
            }
            if (!json.isObject()) {
                throw HttpFailure.bad(name + ": must be an object, got " + shown(json));
            }
            return json;
        }

        private static Optional<String> text(String name, JsonNode json) {
            if (json == null || json.isMissingNode()) {
                return Optional.empty();
            }
            if (!json.isTextual()) {
                throw HttpFailure.bad(name + ": must be a text, got " + shown(json));
            }
            return Optional.of(json.textValue());
        }

        private static String shown(JsonNode json) {
            String text = json.isMissingNode() ? "nothing" : json.toString();
            return text.length() > 60 ? text.substring(0, 60) + "..." : text;
        }
    }
}
