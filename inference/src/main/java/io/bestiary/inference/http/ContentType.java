package io.bestiary.inference.http;

import io.bestiary.inference.form.Field;
import io.bestiary.inference.form.PictureField;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request says its body is.
 *
 * @param name without parameters, in lower case; empty where nothing is said
 */
record ContentType(String name) {
    static final ContentType UNSAID = new ContentType("");

    static ContentType of(Context context) {
        String given = Optional.ofNullable(context.contentType()).orElse("");
        return new ContentType(given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    boolean isJson() {
        return name.equals("application/json");
    }

    boolean isForm() {
        return name.equals("multipart/form-data");
    }

    /**
     * Refuses a body that is not what the model's main field would take it for. A picture says itself what it is; of anything
     * else a form or an XML document would be answered as if it were the text.
     *
     * @throws HttpFailure 415
     */
    void requireBytesOf(Field<?> main) {
        boolean plain = name.isEmpty() || name.startsWith("text/") || name.equals("application/octet-stream");
        if (!plain && !(main instanceof PictureField)) {
            throw HttpFailure.of(
                    415,
                    "Content-Type: must be application/json, text/plain or multipart/form-data for " + main.name()
                            + ", got " + name);
        }
    }
}
