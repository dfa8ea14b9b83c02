package polyclinic.gateway.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A client of server-sent events that does as a browser does: it keeps the last id, and shows what has data. */
public final class FeedClient implements AutoCloseable {

    /** @param name {@code message} unless the gateway says another */
    public record Event(String name, JsonObject data) {
        public long seq() {
            return data.getLong("seq");
        }
    }

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final InputStream body;
    private volatile String lastId = "";
    private volatile boolean ended;

    private FeedClient(InputStream body) {
        this.body = body;
        Thread reader = new Thread(this::read, "feed-client");
        reader.setDaemon(true);
        reader.start();
    }

    /** Fails when the gateway opens none. */
    public static FeedClient open(String query, String token) {
        return open(query, token, null);
    }

    public static FeedClient open(String query, String token, @Nullable String lastId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(GatewayClient.request("/api/v1/stream" + absent(query))
                        .build()
                        .uri())
                .header("Authorization", "Bearer " + token);
        if (lastId != null) request.header("Last-Event-ID", lastId);
        try {
            HttpResponse<InputStream> response = GatewayClient.HTTP.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200)
                throw new AssertionError(response + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
            return new FeedClient(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Who comes and goes is told to all: a test whose subject it is says {@code present} by itself. */
    static String absent(String query) {
        if (query.contains("present=")) return query;
        return query + (query.isEmpty() ? "?" : "&") + "present=false";
    }

    /** All so far. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** Waits for so many in all. */
    public List<Event> await(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> events.size() >= count);
        return events();
    }

    /** Waits until the gateway has ended it. */
    public void awaitEnd() {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> ended);
    }

    /** With which a browser would come back. */
    public String lastId() {
        return lastId;
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException gone) {
            ended = true;
        }
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String name = "message";
            StringBuilder data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) lastId = line.substring(4);
                else if (line.startsWith("event: ")) name = line.substring(7);
                else if (line.startsWith("data: ")) data.append(line.substring(6));
                else if (line.isEmpty()) {
                    if (data.length() > 0) events.add(new Event(name, new JsonObject(data.toString())));
                    name = "message";
                    data.setLength(0);
                }
            }
        } catch (IOException gone) {
            ended = true;
        }
        ended = true;
    }
}
