package io.bestiary.inference.http;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads the bodies of requests, packed with gzip or not, as far as the limit. */
final class Body {

    private Body() {}

    /** Reads all of it; throws {@link HttpFailure} 413, 415 or 400. */
    static byte[] read(Context context, int most) {
        if (context.req().getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        try {
            // All of it before anything is refused, so that the connection stays good for the next request.
            byte[] sent = bounded(context.req().getInputStream(), most);
            return unpacked(sent, context.req().getHeader("Content-Encoding"), most);
        } catch (IOException e) {
            throw HttpFailure.bad("the body must be whole, it cannot be read: " + e.getMessage());
        }
    }

    private static byte[] bounded(InputStream stream, int most) throws IOException {
        byte[] bytes = stream.readNBytes(most + 1);
        if (bytes.length > most) {
            throw tooLarge(most);
        }
        return bytes;
    }

    private static byte[] unpacked(byte[] sent, String encoding, int most) throws IOException {
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return sent;
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw HttpFailure.of(415, "Content-Encoding: must be gzip or identity, got " + encoding);
        }
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return bounded(stream, most);
        }
    }

    private static HttpFailure tooLarge(int most) {
        return HttpFailure.of(413, "the body must have at most " + most + " bytes, unpacked");
    }
}
