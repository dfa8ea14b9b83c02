package polyclinic.gateway.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;

/** Clients of the gateway under test: an HTTP client, and one that writes raw bytes. */
public final class GatewayClient {

    public static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** Longer than any response of the stubs takes that is read this way. */
    private static final int SILENCE_MS = 1_500;

    private static final String END_OF_HEADERS = "\r\n\r\n";
    private static final List<String> TEN = IntStream.range(0, 10)
            .mapToObj(number -> TestTokens.of("doctor", Map.of("sub", "caller-" + number)))
            .toList();

    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

    private GatewayClient() {}

    public static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    public static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** To the management interface. */
    public static HttpRequest.Builder managementRequest(String path) {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** With the token of a doctor. */
    public static HttpRequest.Builder asDoctor(String path) {
        return request(path).header("Authorization", "Bearer " + TestTokens.of("doctor"));
    }

    public static HttpResponse<String> get(String path) {
        return send(asDoctor(path));
    }

    public static HttpResponse<String> post(String path, String body) {
        return send(asDoctor(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the problem in an answer; fails when the answer is not a problem. */
    public static JsonObject problem(HttpResponse<String> answer) {
        String type = answer.headers().firstValue("content-type").orElse("none");
        if (!type.equals("application/problem+json"))
            throw new AssertionError("no problem but " + type + ": " + answer);
        JsonObject problem = new JsonObject(answer.body());
        if (problem.getInteger("status") != answer.statusCode()) throw new AssertionError(problem);
        return problem;
    }

    public static String slug(HttpResponse<String> answer) {
        return problem(answer).getString("type").replace("urn:polyclinic:problem:", "");
    }

    /** Connects from another address of this machine, such as 127.0.0.2. */
    public static Socket socketFrom(String address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port()), 2000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    public static Socket socket() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024 * 1024);
        socket.connect(new InetSocketAddress("127.0.0.1", port()), 2000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /**
     * Whether the other side has reset the connection, as a client sees it that reads nothing.
     *
     * @param harmless what the server would pass over
     */
    public static boolean isReset(Socket socket, byte[] harmless) {
        try {
            socket.getOutputStream().write(harmless);
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Writes the request and reads until the gateway closes the connection, or is silent for a moment. */
    public static String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            socket.setSoTimeout(SILENCE_MS);
            write(socket, request);
            return readAll(socket.getInputStream());
        }
    }

    /** Writes the request and reads one response, whose length is declared. */
    public static String rawOne(String request) throws IOException {
        try (Socket socket = socket()) {
            write(socket, request);
            InputStream in = socket.getInputStream();
            StringBuilder response = new StringBuilder();
            while (response.indexOf(END_OF_HEADERS) < 0) response.append(readByte(in));
            Matcher length = CONTENT_LENGTH.matcher(response);
            assertThat(length.find()).as("length in " + response).isTrue();
            for (int left = Integer.parseInt(length.group(1)); left > 0; left--) response.append(readByte(in));
            return response.toString();
        }
    }

    private static char readByte(InputStream in) throws IOException {
        int read = in.read();
        if (read < 0) throw new EOFException();
        return (char) read;
    }

    public static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    public static HttpResponse<String> get(String path, String token) {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    /** As many of them at the same time as one caller may have open. */
    public static List<HttpResponse<String>> getAtOnce(int times, String path, String token) {
        Semaphore open = new Semaphore(StubUpstreams.OPEN_REQUESTS / 2);
        HttpRequest request =
                request(path).header("Authorization", "Bearer " + token).build();
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, times)
                .mapToObj(i -> {
                    open.acquireUninterruptibly();
                    return HTTP.sendAsync(request, BodyHandlers.ofString())
                            .whenComplete((answer, failure) -> open.release());
                })
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** In the name of one of ten callers, who may have ten times as many requests open as one of them. */
    public static HttpRequest.Builder asOneOfTen(int number, String path) {
        return request(path).header("Authorization", "Bearer " + TEN.get(number % TEN.size()));
    }

    /** The header line with the token of a doctor. */
    public static String bearer() {
        return "Authorization: Bearer " + TestTokens.of("doctor") + "\r\n";
    }

    private static String readAll(InputStream in) {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                all.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException silenceOrReset) {
            return all.toString();
        }
        return all.toString();
    }
}
