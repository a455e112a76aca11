package io.bestiary.inference.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.bestiary.inference.EveryTask;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
    private JsonNode log;

    private JsonNode call(String method, String path, Object bodyOrNull) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .method(
                        method,
                        bodyOrNull == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(Served.JSON.writeValueAsString(bodyOrNull)))
                .header("Content-Type", "application/json")
                .build();
        JsonNode value = Served.JSON
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .get("value");
        assertThat(value.path("error").asText()).as(value.toString()).isEmpty();
        return value;
    }

    private void cdp(String command, Map<String, Object> parameters) throws Exception {
        call("POST", "/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
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

    /** What is done with the page while it shows a server's models. */
    private interface Visit {
        void of(Served served) throws Exception;
    }

    private void visit(Visit visit) throws Exception {
        visit(ModelServer.Options.DEFAULTS, visit);
        assertThat(log).as("the browser's log").isEmpty();
    }

    private void visit(ModelServer.Options options, Visit visit) throws Exception {
        assumeTrue(Files.isExecutable(DRIVER), "no Chromium");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process driver = new ProcessBuilder(DRIVER.toString(), "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("driver.log").toFile())
                .start();
        try (Served served = new Served(folder, "pytorch", options)) {
            base = "http://127.0.0.1:" + port;
            open();
            visit.of(served);
            log = call("POST", "/se/log", Map.of("type", "browser"));
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

    private void open(Served served) throws Exception {
        call("POST", "/url", Map.of("url", "http://127.0.0.1:" + served.server.port() + "/"));
    }

    private void go(Served served) throws Exception {
        open(served);
        until("return document.querySelector('#form button') !== null");
    }

    @Test
    void answersWhatIsDrawnWithMouseOrKeyboard() throws Exception {
        visit(served -> {
            go(served);
            assertThat(script("return document.getElementById('card').innerText")
                            .asText())
                    .contains("lenet5")
                    .contains("image-classification");
            draw();
            until("return document.querySelectorAll('.bar').length === 5");
            script("document.getElementById('answer').replaceChildren(); document.querySelector('canvas').focus()");
            keys("\uE00C \uE015\uE015\uE015 ");
            until("return document.querySelectorAll('.bar').length === 5");
        });
    }

    @Test
    void showsTheAnswersOfEveryTask() throws Exception {
        visit(served -> {
            for (EveryTask task : EveryTask.values()) {
                String name = task.name().toLowerCase(Locale.ROOT);
                served.server.load(name, "1", task.write(folder.resolve(name), "pytorch"));
            }
            go(served);
            for (EveryTask task : EveryTask.values()) {
                choose(task.name().toLowerCase(Locale.ROOT));
                ask(task);
                look(task.name().toLowerCase(Locale.ROOT));
            }
        });
    }

    private void ask(EveryTask task) throws Exception {
        switch (task) {
            case PICTURES -> {
                draw();
                until("return document.querySelectorAll('.bar').length === 5");
            }
            case SERIES, FUTURE -> {
                script("[...document.querySelectorAll('#form button')].find(b => b.textContent === 'Fill in a"
                        + " wave').click()");
                answer(
                        task == EveryTask.SERIES
                                ? "return document.querySelectorAll('.bar').length === 3"
                                : "return document.querySelectorAll('#answer polyline').length === 2"
                                        + " && document.querySelectorAll('#answer line').length === 1");
            }
            case WRITER -> {
                fill("prompt", "once upon");
                script("document.querySelector('[name=max_tokens]').value = 12");
                answer("return document.getElementById('answer').innerText.includes('finish: ')");
            }
            case HIDDEN -> {
                fill("text", "a<mask>c and d<mask>f");
                answer("return document.querySelectorAll('.bar').length === 10");
            }
            case TEXTS -> {
                fill("text", "a film to see again");
                answer("return document.querySelectorAll('.bar').length === 3");
            }
            case TAGS -> {
                fill("text", "word1 and word2 saw word3.");
                answer("return document.querySelectorAll('.token').length === 6");
            }
            case TRANSLATOR -> {
                fill("text", "abc");
                answer("return document.querySelectorAll('.attention td').length > 0");
            }
            case DRAWER -> {
                // With the keyboard only: what is drawn follows the slider.
                until("return document.querySelector('#answer img') !== null");
                String first = source();
                script("document.querySelector('[name=z0]').focus()");
                keys("\uE014\uE014\uE014\uE014");
                until("return document.querySelector('#answer img').src !== '" + first + "'");
                until("return document.querySelector('[name=z0]').value > 0 && document.activeElement.name === 'z0'");
            }
            case REPEATER, DIVIDER, REDRAWER -> {
                draw();
                until("return document.querySelector('#answer img') !== null");
            }
        }
        until("return document.querySelector('#answer .error') === null");
    }

    private String source() throws Exception {
        return script("return document.querySelector('#answer img').src").asText();
    }

    private void fill(String field, String text) throws Exception {
        script("document.querySelector('[name=" + field + "]').value = '" + text + "'");
    }

    /** Holds what the page shows, in the light and in the dark; a picture of it goes where {@code bestiary.screenshots} says. */
    private void look(String name) throws Exception {
        for (String scheme : List.of("light", "dark")) {
            cdp(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            assertThat(script(FAINT))
                    .as("%s, %s: text that is hard to read", name, scheme)
                    .isEmpty();
            for (int width : new int[] {360, 1100}) {
                Map<String, Object> size =
                        Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false);
                cdp("Emulation.setDeviceMetricsOverride", size);
                assertThat(script("return document.documentElement.scrollWidth <= innerWidth")
                                .asBoolean())
                        .as("%s: fits in a window of %d", name, width)
                        .isTrue();
            }
            String folder = System.getProperty("bestiary.screenshots");
            if (folder != null) {
                byte[] png = Base64.getDecoder()
                        .decode(call("GET", "/screenshot", null).asText());
                Files.write(Files.createDirectories(Path.of(folder)).resolve(name + "-" + scheme + ".png"), png);
            }
        }
    }

    /** Texts whose contrast with what is behind is under 4.5, as WCAG 2.1 counts it. */
    private static final String FAINT = """
        const light = color => {
          const [r, g, b] = color.match(/[\\d.]+/g).map(Number).map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const behind = element => {
          for (let e = element; e; e = e.parentElement) {
            const color = getComputedStyle(e).backgroundColor;
            if (!/rgba\\(.*, 0\\)|transparent|color\\(/.test(color)) return color;
          }
          return 'rgb(255, 255, 255)';
        };
        return [...document.querySelectorAll('body *')]
          .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
          .filter(e => !['SCRIPT', 'STYLE', 'OPTION'].includes(e.tagName))
          .map(e => {
            const [a, b] = [light(getComputedStyle(e).color), light(behind(e))];
            return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e.tagName + ': ' + e.textContent.slice(0, 40)];
          })
          .filter(([contrast]) => contrast < 4.5).map(([contrast, text]) => contrast.toFixed(2) + ' ' + text);
        """;

    @Test
    void isReachedByTheKeyboardAlone() throws Exception {
        visit(served -> {
            served.server.load("texts", "1", EveryTask.TEXTS.write(folder.resolve("texts"), "pytorch"));
            go(served);
            keys("\uE004"); // Tab
            assertThat(script("return document.activeElement.id").asText()).isEqualTo("model");
            keys("\uE015"); // down: the next model
            until("return document.getElementById('card').innerText.includes('text-classification')");
            keys("\uE004");
            assertThat(script("return document.activeElement.name").asText()).isEqualTo("text");
            keys("abc\uE004");
            assertThat(script("return document.activeElement.textContent").asText())
                    .isEqualTo("Answer");
            assertThat(script("return getComputedStyle(document.activeElement).outlineStyle")
                            .asText())
                    .as("it shows where one is")
                    .isEqualTo("solid");
            keys("\uE007");
            until("return document.querySelectorAll('.bar').length === 3");
        });
    }

    /** Before there is anything to ask, and when nothing can be asked. */
    @Test
    void saysWhatItWaitsForAndWhatIsWrong() throws Exception {
        ModelServer.Options usual = ModelServer.Options.DEFAULTS;
        ModelServer.Options locked = new ModelServer.Options(
                usual.host(), usual.port(), Optional.of("secret"), usual.accessLog(), usual.limits());
        visit(locked, served -> {
            open(served);
            until("return document.activeElement.type === 'password'");
            until("return document.getElementById('state').innerText === 'This server asks for its API key.'");
            keys("wrong\uE007");
            until("return document.getElementById('state').innerText === 'The server does not take this API key.'");
            served.server.unload("digits", "1");
            script("document.activeElement.value = ''");
            keys("secret\uE007");
            until("return document.getElementById('state').innerText.startsWith('This server has no model yet')");
            served.server.load("digits", "1", folder.resolve("digits"));
            until("return document.querySelector('#form button') !== null");
            assertThat(script("return document.getElementById('state').hidden").asBoolean())
                    .isTrue();
            script("document.getElementById('form').requestSubmit()");
            until("return document.querySelector('#answer .error') !== null");
            assertThat(script("return document.querySelector('#answer .error').innerText")
                            .asText())
                    .isEqualTo("image: must be given (a picture of any size)");
            served.server.close();
            script("document.getElementById('form').requestSubmit()");
            until("return document.querySelector('#answer .error').innerText === 'The server does not answer.'");
        });
        assertThat(log)
                .allMatch(line -> line.get("source").asText().equals("network"), "only what the network refused");
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
                "--window-size=1100,800",
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
