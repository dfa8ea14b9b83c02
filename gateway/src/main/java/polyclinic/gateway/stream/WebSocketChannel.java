package polyclinic.gateway.stream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import polyclinic.gateway.connections.ConnectionReset;
import polyclinic.gateway.feedaccess.FeedGate.Delivery;

/** A WebSocket (RFC 6455): one text message for each event, {@code gap} or {@code heartbeat}; the end's reason is the close frame's. */
final class WebSocketChannel implements StreamChannel {

    private static final int QUEUE_BYTES = 16 * 1024;
    private static final long LINGER_MS = 2_000;

    private final Vertx vertx;
    private final HttpConnection connection;
    private final ServerWebSocket socket;
    private Runnable onClosed = () -> {};
    private boolean ended;

    /**
     * @param connection which the socket has taken over
     * @param closed run once, before who is told by {@link #onClosed}
     */
    WebSocketChannel(Vertx vertx, HttpConnection connection, ServerWebSocket socket, Runnable closed) {
        this.vertx = vertx;
        this.connection = connection;
        this.socket = socket;
        socket.closeHandler(gone -> {
            ended = true;
            closed.run();
            onClosed.run();
        });
        socket.setWriteQueueMaxSize(QUEUE_BYTES);
        // A message in too many pieces, for one: Vert.x drops it and would take the next.
        socket.exceptionHandler(brokenOrMalformed -> close(StreamEnd.MALFORMED_MESSAGE));
    }

    @Override
    public void send(List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) write(delivery.json());
    }

    @Override
    public void gap(long from, long to) {
        write(new JsonObject()
                .put("type", "gap")
                .put("from", from)
                .put("to", to)
                .put("seq", to)
                .encode());
    }

    @Override
    public void heartbeat(long place) {
        write(new JsonObject().put("type", "heartbeat").put("seq", place).encode());
        if (!socket.isClosed()) socket.writePing(Buffer.buffer());
    }

    private void write(String text) {
        if (!socket.isClosed()) socket.writeTextMessage(text);
    }

    @Override
    public boolean isFull() {
        return !socket.isClosed() && socket.writeQueueFull();
    }

    @Override
    public void onDrained(Runnable drained) {
        socket.drainHandler(room -> drained.run());
    }

    @Override
    public void onClosed(Runnable closed) {
        onClosed = closed;
    }

    @Override
    public void close(StreamEnd end) {
        if (socket.isClosed()) return;
        socket.close(end.code(), end.reason());
        // Who takes nothing does not take the close frame either, and would be waited for.
        vertx.setTimer(LINGER_MS, late -> {
            if (!ended) ConnectionReset.of(connection);
        });
    }
}
