package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.inference.SmallLanguageModel;
import io.bestiary.inference.SmallSeries;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, driven by the WebDriver protocol; skipped where there is no Chromium. */
class PageIT {
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private String base;

    private JsonNode call(String method, String path, Object body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, HttpRequest.BodyPublishers.ofString(Served.JSON.writeValueAsString(body)))
                .header("Content-Type", "application/json")
                .build();
        JsonNode value = Served.JSON
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .get("value");
        assertThat(value.path("error").asText()).as(value.toString()).isEmpty();
        return value;
    }

    private JsonNode script(String script) throws Exception {
        return call("POST", "/execute/sync", Map.of("script", script, "args", List.of()));
    }

    private void until(String script) throws Exception {
        for (int i = 0; i < 100 && !script(script).asBoolean(); i++) {
            Thread.sleep(100);
        }
        assertThat(script(script).asBoolean()).as(script).isTrue();
    }

    @Test
    void answersWhatIsDrawnWithMouseOrKeyboard() throws Exception {
        assumeTrue(Files.isExecutable(DRIVER), "no Chromium");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process driver = new ProcessBuilder(DRIVER.toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("driver.log").toFile())
                .start();
        try (Served served = new Served(folder, "pytorch", ModelServer.Options.DEFAULTS)) {
            base = "http://127.0.0.1:" + port;
            open();
            call("POST", "/url", Map.of("url", "http://127.0.0.1:" + served.server.port() + "/"));
            until("return document.querySelector('canvas') !== null");
            assertThat(script("return document.getElementById('card').innerText")
                            .asText())
                    .contains("lenet5")
                    .contains("image-classification");

            draw();
            until("return document.querySelectorAll('.bar').length === 5");

            script("document.getElementById('answer').replaceChildren(); document.querySelector('canvas').focus()");
            keys("\uE00C \uE015\uE015\uE015 ");
            until("return document.querySelectorAll('.bar').length === 5");

            served.server.load("future", "1", SmallSeries.forecaster(folder.resolve("future"), "pytorch"));
            served.server.load("kinds", "1", SmallSeries.classifier(folder.resolve("kinds"), "pytorch"));
            served.server.load("writer", "1", SmallLanguageModel.write(folder.resolve("writer"), "pytorch"));
            call("POST", "/refresh", Map.of());
            until("return document.querySelectorAll('#model option').length === 4");
            choose("future");
            script("[...document.querySelectorAll('#form button')].find(b => b.textContent === 'Fill in a"
                    + " wave').click()");
            answer("return document.querySelectorAll('#answer polyline').length === 2"
                    + " && document.querySelectorAll('#answer line').length === 1");
            choose("kinds");
            script("[...document.querySelectorAll('#form button')].find(b => b.textContent === 'Fill in a"
                    + " wave').click()");
            answer("return document.querySelectorAll('.bar').length === 3");
            choose("writer");
            script("document.querySelector('[name=max_tokens]').value = 5");
            answer("return document.getElementById('answer').innerText.includes('finish: ')");

            assertThat(call("POST", "/se/log", Map.of("type", "browser")))
                    .as("the browser's log")
                    .isEmpty();
            assertThat(script("return performance.getEntriesByType('resource').every(r =>"
                                    + " r.name.startsWith(location.origin) || r.name.startsWith('data:'))")
                            .asBoolean())
                    .as("nothing from outside")
                    .isTrue();
            call("DELETE", "", Map.of());
        } finally {
            driver.destroy();
        }
    }

    private void choose(String model) throws Exception {
        script("const m = document.getElementById('model'); m.value = '" + model + "'; m.onchange()");
    }

    private void answer(String condition) throws Exception {
        script("document.getElementById('form').requestSubmit()");
        until(condition);
    }

    private void open() throws Exception {
        List<String> arguments = List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + folder.resolve("browser"));
        Map<String, Object> wanted =
                Map.of("goog:loggingPrefs", Map.of("browser", "ALL"), "goog:chromeOptions", Map.of("args", arguments));
        for (int i = 0; ; i++) {
            try {
                JsonNode session = call("POST", "/session", Map.of("capabilities", Map.of("alwaysMatch", wanted)));
                base += "/session/" + session.get("sessionId").asText();
                return;
            } catch (java.net.ConnectException e) {
                if (i == 100) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private void draw() throws Exception {
        JsonNode canvas = call("POST", "/element", Map.of("using", "css selector", "value", "canvas"));
        Map<String, String> origin = Map.of(ELEMENT, canvas.get(ELEMENT).asText());
        List<Object> actions = List.of(
                Map.of("type", "pointerMove", "origin", origin, "x", -60, "y", -80),
                Map.of("type", "pointerDown", "button", 0),
                Map.of("type", "pointerMove", "origin", origin, "x", 60, "y", -80),
                Map.of("type", "pointerMove", "origin", origin, "x", 0, "y", 90),
                Map.of("type", "pointerUp", "button", 0));
        call(
                "POST",
                "/actions",
                Map.of("actions", List.of(Map.of("type", "pointer", "id", "mouse", "actions", actions))));
    }

    private void keys(String keys) throws Exception {
        List<Object> actions = keys.chars()
                .mapToObj(key -> String.valueOf((char) key))
                .<Object>mapMulti((key, sink) -> {
                    sink.accept(Map.of("type", "keyDown", "value", key));
                    sink.accept(Map.of("type", "keyUp", "value", key));
                })
                .toList();
        call("POST", "/actions", Map.of("actions", List.of(Map.of("type", "key", "id", "keys", "actions", actions))));
    }
}
