package polyclinic.gateway;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/** A client of the gateway under test: a proper one, and one that writes its bytes itself. */
public final class Client {

    public static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Client() {}

    public static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    public static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(30));
    }

    /** As the doctor. */
    public static HttpRequest.Builder asDoctor(String path) {
        return request(path).header("Authorization", "Bearer " + Tokens.of("doctor"));
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
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The problem in an answer; fails when it is none. */
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

    public static Socket socket() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(1024 * 1024);
        socket.connect(new java.net.InetSocketAddress("127.0.0.1", port()), 2000);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Writes these bytes and reads until the gateway closes, or says nothing for half a second. */
    public static String raw(String request) throws IOException {
        try (Socket socket = socket()) {
            socket.setSoTimeout(700);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return readAll(socket.getInputStream());
        }
    }

    public static String bearer() {
        return "Authorization: Bearer " + Tokens.of("doctor") + "\r\n";
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
