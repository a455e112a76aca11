package io.bestiary.inference.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bestiary.inference.SmallCheckpoint;
import io.bestiary.zoo.engine.Backend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A server of one small model called {@code digits}, and a client. */
final class Served implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    final ModelServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    /** What came back. */
    record Reply(int status, HttpResponse<byte[]> response) {
        JsonNode json() throws IOException {
            return JSON.readTree(response.body());
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    Served(Path folder, String engine, ModelServer.Options options) {
        Path checkpoint = SmallCheckpoint.write(folder.resolve("digits"), engine);
        server = new ModelServer(options, Backend.of(engine, "cpu"));
        server.load("digits", "1", checkpoint);
        server.ready();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), response);
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Reply post(String path, String json, String... headers) throws IOException, InterruptedException {
        return post(path, json.getBytes(StandardCharsets.UTF_8), with("Content-Type", "application/json", headers));
    }

    Reply post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    private static String[] with(String name, String value, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = name;
        all[1] = value;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return all;
    }

    static byte[] png(int number) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(SmallCheckpoint.picture(number), "png", png);
        return png.toByteArray();
    }

    @Override
    public void close() {
        server.close();
    }
}
