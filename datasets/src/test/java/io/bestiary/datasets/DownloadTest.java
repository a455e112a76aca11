package io.bestiary.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server that breaks off, has no ranges, or serves something else. */
@Timeout(30)
class DownloadTest {
    private static final String CONTENT = "0123456789".repeat(30_000);

    @TempDir
    Path home;

    private HttpServer server;
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
    private byte[] served = CONTENT.getBytes(StandardCharsets.UTF_8);
    private boolean hasRanges = true;
    private int breakAfter = Integer.MAX_VALUE;
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        folder = home.resolve("cache/digits");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/data/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = 0;
        if (range != null && hasRanges) {
            from = Integer.parseInt(range.replaceAll("\\D", ""));
            if (from >= served.length) {
                exchange.getResponseHeaders().add("Content-Range", "bytes */" + served.length);
                exchange.sendResponseHeaders(416, -1);
                exchange.close();
                return;
            }
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + from + "-" + (served.length - 1) + "/" + served.length);
        }
        int to = (int) Math.min(served.length, (long) from + breakAfter);
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, served.length - from);
        exchange.getResponseBody().write(served, from, to - from);
        exchange.getResponseBody().flush();
        exchange.close(); // with bytes missing the server cuts the connection
    }

    private NamedSet set(String... names) {
        return holding(CONTENT, names);
    }

    private NamedSet holding(String content, String... names) {
        Map<String, String> files = new TreeMap<>();
        Arrays.stream(names).forEach(name -> files.put(name, content));
        return SmallSet.set("digits", "http://localhost:" + server.getAddress().getPort() + "/data/", files);
    }

    private Path part() {
        return folder.resolve("a.txt.part");
    }

    @Test
    void bringsWhatIsMissing() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("a.txt"), "here already");
        new Download(false).fetch(set("a.txt", "b.txt"), folder);
        assertThat(folder.resolve("a.txt")).hasContent("here already");
        assertThat(folder.resolve("b.txt")).hasContent(CONTENT);
        assertThat(ranges).hasSize(1);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void goesOnWhereTheConnectionBrokeOff() {
        breakAfter = 120_000;
        new Download(false).fetch(set("a.txt"), folder);
        assertThat(folder.resolve("a.txt")).hasContent(CONTENT);
        assertThat(ranges).hasSizeGreaterThanOrEqualTo(3).startsWith("null");
        assertThat(ranges.subList(1, ranges.size())).allMatch(range -> range.matches("bytes=[1-9]\\d*-"));
    }

    @Test
    void goesOnWhereAnEarlierRunBrokeOff() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(part(), CONTENT.substring(0, 1234));
        new Download(false).fetch(set("a.txt"), folder);
        assertThat(folder.resolve("a.txt")).hasContent(CONTENT);
        assertThat(ranges).containsExactly("bytes=1234-");
    }

    @Test
    void finishesWhatHadArrivedButWasNotVerified() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(part(), CONTENT);
        new Download(false).fetch(set("a.txt"), folder);
        assertThat(folder.resolve("a.txt")).hasContent(CONTENT);
        assertThat(part()).doesNotExist();
    }

    @Test
    void beginsAgainWhereWhatHadArrivedIsLongerThanTheFile() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(part(), CONTENT + CONTENT);
        new Download(false).fetch(set("a.txt"), folder);
        assertThat(folder.resolve("a.txt")).hasContent(CONTENT);
    }

    @Test
    void beginsAgainWhereTheServerHasNoRanges() throws IOException {
        hasRanges = false;
        Files.createDirectories(folder);
        Files.writeString(part(), CONTENT.substring(0, 1234));
        new Download(false).fetch(set("a.txt"), folder);
        assertThat(folder.resolve("a.txt")).hasContent(CONTENT);
    }

    @Test
    void givesUpWhereNothingMoreArrives() {
        hasRanges = false;
        breakAfter = 120_000;
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new Download(false).fetch(set("a.txt"), folder))
                .withMessageStartingWith(
                        "digits: cannot download a.txt into " + folder + ": the transfer broke off at ")
                .withMessageContaining("run the command again to go on from there; to put the files there by hand");
        assertThat(part()).exists();
        assertThat(folder.resolve("a.txt")).doesNotExist();
    }

    @Test
    void keepsNothingOfAFileWithAnotherHash() {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new Download(false).fetch(holding("something else", "a.txt"), folder))
                .withMessageContaining("its content must have SHA-256 " + SmallSet.sha256("something else") + ", found "
                        + SmallSet.sha256(CONTENT));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void hashesWhatIsPackedInAGzipFile() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(served);
        }
        served = packed.toByteArray();
        new Download(false).fetch(set("a.gz"), folder);
        assertThat(folder.resolve("a.gz")).hasBinaryContent(served);

        served = Arrays.copyOf(served, served.length / 2);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new Download(false).fetch(set("b.gz"), folder))
                .withMessageContaining("found no whole gzip file");
    }

    @Test
    void namesAnAnswerThatIsNoFile() {
        NamedSet lost = SmallSet.set(
                "digits", "http://localhost:" + server.getAddress().getPort() + "/lost/", Map.of("a.txt", CONTENT));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new Download(false).fetch(lost, folder))
                .withMessageContaining("the server must answer 200, got 404 from http://localhost:");
    }

    @Test
    void saysWhatToPutWhereWhenOffline() {
        NamedSet set = SmallSet.set("letters", "https://example.org/", Map.of("a.gz", "abc", "b.txt", "abcd"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new Download(true).fetch(set, folder))
                .withMessage(String.join(
                        System.lineSeparator(),
                        "letters: not found on this machine, and downloads are switched off (OFFLINE); to put the files "
                                + "there by hand, bring these into " + folder + ":",
                        "  a.gz (3 bytes)",
                        "    from https://example.org/a.gz",
                        "    SHA-256 of a: " + SmallSet.sha256("abc"),
                        "  b.txt (4 bytes)",
                        "    from https://example.org/b.txt",
                        "    SHA-256 of b.txt: " + SmallSet.sha256("abcd")));
        assertThat(folder).doesNotExist();
    }

    @Test
    void saysSoWhereThereIsNoServer() {
        server.stop(0);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new Download(false).fetch(set("a.txt"), folder))
                .withMessageContaining(": no connection; to put the files there by hand");
    }

    @Test
    void saysSoWhereItCannotWrite() throws IOException {
        Files.writeString(home.resolve("cache"), "a file where a folder must be");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> new Download(false).fetch(set("a.txt"), folder))
                .withMessageContaining("cannot download a.txt into " + folder);
    }
}
