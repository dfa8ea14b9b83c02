package polyclinic.gateway.stream;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import polyclinic.gateway.connections.ConnectionReset;
import polyclinic.gateway.feedaccess.FeedGate.Delivery;

/**
 * Server-sent events (WHATWG HTML, 9.2). Every id is a place in the log, so a client that comes back with the last one goes on
 * exactly there; a heartbeat is an id without an event, which clients keep and do not show.
 */
final class EventSourceChannel implements StreamChannel {

    private static final int QUEUE_BYTES = 16 * 1024;
    private static final int RETRY_MS = 2_000;
    private static final long LINGER_MS = 2_000;
    private static final CharSequence TYPE = HttpHeaders.createOptimized("text/event-stream");
    private static final CharSequence BUFFERING = HttpHeaders.createOptimized("x-accel-buffering");

    private final RoutingContext ctx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;

    EventSourceChannel(RoutingContext ctx) {
        this.ctx = ctx;
        this.request = ctx.request();
        this.response = ctx.response();
        response.setChunked(true)
                .setWriteQueueMaxSize(QUEUE_BYTES)
                .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
                .putHeader(BUFFERING, "no");
        request.resume();
        response.write("retry: " + RETRY_MS + "\n\n");
    }

    @Override
    public void send(List<Delivery> deliveries) {
        StringBuilder text = new StringBuilder(256 * deliveries.size());
        for (Delivery delivery : deliveries) {
            text.append("id: ")
                    .append(delivery.seq())
                    .append("\ndata: ")
                    .append(delivery.json())
                    .append("\n\n");
        }
        write(text.toString());
    }

    @Override
    public void gap(long from, long to) {
        JsonObject gap = new JsonObject().put("type", "gap").put("from", from).put("to", to);
        write("id: " + to + "\nevent: gap\ndata: " + gap.encode() + "\n\n");
    }

    @Override
    public void heartbeat(long place) {
        write("id: " + place + "\n\n");
    }

    private void write(String text) {
        if (!response.ended() && !response.closed()) response.write(text);
    }

    @Override
    public boolean isFull() {
        return response.writeQueueFull();
    }

    @Override
    public void onDrained(Runnable drained) {
        response.drainHandler(room -> drained.run());
    }

    @Override
    public void onClosed(Runnable closed) {
        ctx.addEndHandler(ended -> closed.run());
    }

    @Override
    public void close(StreamEnd end) {
        if (response.ended() || response.closed()) return;
        JsonObject close = new JsonObject().put("type", "close").put("reason", end.reason());
        response.end("event: close\ndata: " + close.encode() + "\n\n");
        // Who takes nothing does not take the end either.
        ctx.vertx().setTimer(LINGER_MS, late -> {
            if (end == StreamEnd.SLOW_READER) ConnectionReset.of(request.connection());
        });
    }
}
