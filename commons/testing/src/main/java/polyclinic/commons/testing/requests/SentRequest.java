package polyclinic.commons.testing.requests;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to the service under test, without a client library that would print, parse, complete or buffer what is sent.
 *
 * @param path with its query, as it goes over the wire
 */
public record SentRequest(String method, String path, Map<String, String> headers, BodyPublisher body) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Nothing that is sent here may take the service longer; what does hangs. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** As many as keep service and client busy on a small machine. */
    private static final int AT_ONCE = 6;

    /** Of nobody. */
    public static SentRequest of(String method, String path) {
        return new SentRequest(method, path, Map.of(), BodyPublishers.noBody());
    }

    public static SentRequest of(String method, String path, String token) {
        return of(method, path).with("Authorization", "Bearer " + token);
    }

    public SentRequest with(String header, String value) {
        Map<String, String> all = new TreeMap<>(headers);
        all.put(header, value);
        return new SentRequest(method, path, all, body);
    }

    public SentRequest with(String text) {
        return with(text.getBytes(StandardCharsets.UTF_8));
    }

    public SentRequest with(byte[] bytes) {
        return with(BodyPublishers.ofByteArray(bytes));
    }

    public SentRequest with(BodyPublisher anything) {
        return new SentRequest(method, path, headers, anything);
    }

    /** The answer; null when the server closed the connection instead. Fails when the server needs too long. */
    public @Nullable HttpResponse<String> send() {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + path))
                .timeout(LIMIT)
                .method(method, body);
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (HttpTimeoutException hangs) {
            throw new UncheckedIOException(method + " " + path, hangs);
        } catch (IOException closed) {
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The status line of the answer to a request whose line no client library would send. */
    public static String statusLine(String requestLine, String token) {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            String request = requestLine + "\r\nHost: localhost\r\nAuthorization: Bearer " + token
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return String.valueOf(answer.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(requestLine, e);
        }
    }

    /** All that is answered until the connection ends, to bytes that no client library would send. */
    public static String answerTo(String bytes) {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(bytes.substring(0, Math.min(80, bytes.length())), e);
        }
    }

    /** What is wrong with each of them, several looked at at once: the texts that are not null, in the order of the things. */
    public static <T> List<String> complaints(Collection<T> things, Function<T, @Nullable String> look) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<@Nullable String>> looks = things.stream()
                    .map(thing -> threads.submit(() -> look.apply(thing)))
                    .toList();
            return looks.stream()
                    .map(SentRequest::result)
                    .filter(Objects::nonNull)
                    .toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static @Nullable String result(Future<@Nullable String> looking) {
        try {
            return looking.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
