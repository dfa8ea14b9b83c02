package polyclinic.gateway.testing;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A client of the live feed's WebSocket. */
public final class FeedSocket implements WebSocket.Listener, AutoCloseable {

    private final List<JsonObject> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;
    private volatile @Nullable String end;

    private FeedSocket(String query, String token) {
        URI uri = URI.create("ws://127.0.0.1:" + GatewayClient.port() + "/api/v1/stream" + FeedClient.absent(query));
        socket = GatewayClient.HTTP
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(uri, this)
                .join();
    }

    public static FeedSocket open(String query, String token) {
        return new FeedSocket(query, token);
    }

    public FeedSocket say(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    public WebSocket socket() {
        return socket;
    }

    /** Waits for so many messages that are no heartbeats. */
    public List<JsonObject> await(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> events().size() >= count);
        return events();
    }

    public List<JsonObject> events() {
        return messages.stream()
                .filter(message -> !"heartbeat".equals(message.getString("type")))
                .toList();
    }

    public List<JsonObject> all() {
        return List.copyOf(messages);
    }

    /** Waits for the end: code and reason. */
    public String awaitEnd() {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> end != null);
        return String.valueOf(end);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            messages.add(new JsonObject(part.toString()));
            part.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        end = statusCode + " " + reason;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        end = "broken " + error.getClass().getSimpleName();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
