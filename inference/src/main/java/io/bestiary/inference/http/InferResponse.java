package io.bestiary.inference.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bestiary.inference.form.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A response to a request to infer.
 *
 * @param jsonLength bytes of the body that are JSON; all of them where nothing is binary
 */
@SuppressWarnings("ArrayRecordComponent") // no one compares two of them
record InferResponse(byte[] body, int jsonLength) {
    private static final JsonFactory JSON = new JsonFactory();

    boolean isBinary() {
        return body.length > jsonLength;
    }

    /** Writes those outputs that the request asks for. */
    static InferResponse of(String model, String version, InferRequest request, Map<String, Tensor> outputs) {
        Map<String, Boolean> asked = new LinkedHashMap<>();
        request.outputs()
                .forEach(output -> asked.put(output.name(), output.binary().orElse(request.binary())));
        if (asked.isEmpty()) {
            outputs.keySet().forEach(name -> asked.put(name, request.binary()));
        }
        for (String name : asked.keySet()) {
            if (!outputs.containsKey(name)) {
                throw HttpFailure.bad("outputs: " + name + ": must be one of " + outputs.keySet());
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<byte[]> binaries = new ArrayList<>();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model_name", model);
            json.writeStringField("model_version", version);
            if (request.id().isPresent()) {
                json.writeStringField("id", request.id().get());
            }
            json.writeArrayFieldStart("outputs");
            for (Map.Entry<String, Boolean> output : asked.entrySet()) {
                Tensor tensor = outputs.get(output.getKey());
                byte[] binary = output.getValue() ? TensorBytes.write(tensor) : null;
                write(output.getKey(), tensor, binary, json);
                if (binary != null) {
                    binaries.add(binary);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int jsonLength = bytes.size();
        binaries.forEach(bytes::writeBytes);
        return new InferResponse(bytes.toByteArray(), jsonLength);
    }

    private static void write(String name, Tensor tensor, byte[] binaryOrNull, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        json.writeStringField("datatype", tensor.datatype().name());
        json.writeArrayFieldStart("shape");
        for (long size : tensor.shape()) {
            json.writeNumber(size);
        }
        json.writeEndArray();
        if (binaryOrNull == null) {
            json.writeFieldName("data");
            TensorJson.write(tensor, json);
        } else {
            json.writeObjectFieldStart("parameters");
            json.writeNumberField("binary_data_size", binaryOrNull.length);
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
