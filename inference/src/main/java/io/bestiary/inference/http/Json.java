package io.bestiary.inference.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;

/** JSON of requests, read strictly, and of responses. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Reads one value; throws {@link HttpFailure} where there is none, or more. */
    static JsonNode read(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            if (json.isMissingNode()) {
                throw HttpFailure.bad("the body must be JSON, it is empty");
            }
            return json;
        } catch (JacksonException e) {
            throw refused(e);
        } catch (IOException e) {
            throw HttpFailure.bad("the body must be JSON: " + e.getMessage());
        }
    }

    /** What is wrong with a body that cannot be parsed, and where. */
    static HttpFailure refused(JacksonException e) {
        String reason = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
        return HttpFailure.bad("the body must be JSON: " + reason
                + (e.getLocation() == null
                        ? ""
                        : ", line " + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr()));
    }

    static void write(Context context, Object value) {
        context.contentType("application/json").result(bytes(value));
    }

    /** A value in JSON, on one line. */
    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
