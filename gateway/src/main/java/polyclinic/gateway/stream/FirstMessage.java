package polyclinic.gateway.stream;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * Waits for what a WebSocket's client says first, which is where it wants to go on; who says nothing for a moment goes on from
 * when it came. It is the only message that there may be: any other ends the stream.
 */
final class FirstMessage {

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final Duration patience;
    private final OptionalLong asked;
    private final long last;
    private boolean begun;

    /**
     * @param asked the place in the address, which needs no message
     * @param last where the log ended when the client came
     */
    FirstMessage(Vertx vertx, ServerWebSocket socket, Duration patience, OptionalLong asked, long last) {
        this.vertx = vertx;
        this.socket = socket;
        this.patience = patience;
        this.asked = asked;
        this.last = last;
    }

    /**
     * @param begin told the place, once
     * @param gone told when the client left, or had to, before
     */
    void onPlace(LongConsumer begin, Runnable gone, StreamChannel channel) {
        channel.onClosed(() -> {
            begun = true;
            gone.run();
        });
        socket.binaryMessageHandler(binary -> channel.close(StreamEnd.MALFORMED_MESSAGE));
        socket.textMessageHandler(text -> {
            OptionalLong place = begun ? OptionalLong.empty() : StreamPlace.ofMessage(text, last);
            if (place.isEmpty()) channel.close(StreamEnd.MALFORMED_MESSAGE);
            else begin(begin, place.getAsLong());
        });
        if (asked.isPresent()) begin(begin, asked.getAsLong());
        else vertx.setTimer(Math.max(1, patience.toMillis()), silent -> begin(begin, last));
    }

    /** Not on a socket that is being closed, for a malformed frame for one: it takes no handlers any more. */
    private void begin(LongConsumer begin, long place) {
        if (begun || socket.isClosed()) return;
        begun = true;
        begin.accept(place);
    }
}
