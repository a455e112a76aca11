package io.bestiary.inference.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** Reads the bodies of requests, packed with gzip or not, as far as the limit. */
final class Body {

    private Body() {}

    /** Reads all of it; throws {@link HttpFailure} 413, 415 or 400. */
    static byte[] read(Context context, int most) {
        if (context.req().getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        String encoding = context.req().getHeader("Content-Encoding");
        try {
            InputStream stream = context.req().getInputStream();
            byte[] bytes = unpacked(stream, encoding).readNBytes(most + 1);
            if (bytes.length > most) {
                throw tooLarge(most);
            }
            return bytes;
        } catch (IOException e) {
            throw HttpFailure.bad("the body must be whole, it cannot be read: " + e.getMessage());
        }
    }

    private static InputStream unpacked(InputStream stream, String encoding) throws IOException {
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return stream;
        }
        if (!encoding.toLowerCase(Locale.ROOT).equals("gzip")) {
            throw HttpFailure.of(415, "Content-Encoding: must be gzip or identity, got " + encoding);
        }
        return new GZIPInputStream(stream);
    }

    private static HttpFailure tooLarge(int most) {
        return HttpFailure.of(413, "the body must have at most " + most + " bytes, unpacked");
    }
}
