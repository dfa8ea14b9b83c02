package polyclinic.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real Chromium that a test drives through chromedriver, in the words of W3C WebDriver. */
final class WebDriver implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final String server;
    private final String session;

    private WebDriver(Path chromedriver, Path chromium) {
        int port = freePort();
        server = "http://127.0.0.1:" + port;
        try {
            driver = new ProcessBuilder(chromedriver.toString(), "--port=" + port)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().atMost(TIMEOUT).ignoreExceptions().until(() -> call("GET", "/status", null)
                .path("ready")
                .asBoolean());
        List<String> arguments = List.of(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server");
        session = call(
                        "POST",
                        "/session",
                        Map.of(
                                "capabilities",
                                Map.of(
                                        "alwaysMatch",
                                        Map.of(
                                                "goog:chromeOptions",
                                                Map.of("binary", chromium.toString(), "args", arguments)))))
                .path("sessionId")
                .asText();
    }

    /** Empty where Chromium or chromedriver is not installed. */
    static Optional<WebDriver> start() {
        return onPath("chromedriver")
                .flatMap(driver -> onPath("chromium").map(browser -> new WebDriver(driver, browser)));
    }

    private static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    void open(String address) {
        of("POST", "/url", Map.of("url", address));
    }

    String address() {
        return of("GET", "/url", null).asText();
    }

    void type(String selector, String text) {
        of("POST", "/element/" + element(selector) + "/value", Map.of("text", text));
    }

    void click(String selector) {
        of("POST", "/element/" + element(selector) + "/click", Map.of());
    }

    boolean has(String selector) {
        return !of("POST", "/elements", Map.of("using", "css selector", "value", selector))
                .isEmpty();
    }

    /** The names of the cookies that scripts of the page see. */
    String scriptCookies() {
        return of("POST", "/execute/sync", Map.of("script", "return document.cookie", "args", List.of()))
                .asText();
    }

    JsonNode cookie(String name) {
        return of("GET", "/cookie/" + name, null);
    }

    /** What the page gets for a request of its own: {@code {status, body}}. */
    JsonNode fetch(String method, String path, Map<String, String> headers) {
        String script = "const [method, path, headers, done] = arguments;"
                + "fetch(path, {method, headers}).then(async answer => done({status: answer.status, body: await answer.text()}))"
                + ".catch(failure => done({status: 0, body: String(failure)}));";
        return of("POST", "/execute/async", Map.of("script", script, "args", List.of(method, path, headers)));
    }

    private String element(String selector) {
        return of("POST", "/element", Map.of("using", "css selector", "value", selector))
                .path(ELEMENT)
                .asText();
    }

    private JsonNode of(String method, String command, Object body) {
        return call(method, "/session/" + session + command, body);
    }

    private JsonNode call(String method, String path, Object body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                    .timeout(TIMEOUT)
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
            JsonNode value = JSON.readTree(
                            http.send(request, BodyHandlers.ofString()).body())
                    .path("value");
            if (value.has("error"))
                throw new AssertionError(path + ": " + value.path("message").asText());
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            of("DELETE", "", null);
        } finally {
            driver.destroy();
        }
    }
}
