package polyclinic.gateway.bodies;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads bodies: small ones whole, so that a client that stalls holds a few bytes here and no connection to a service, and
 * large ones as a stream.
 */
@Singleton
public class BodyReader {

    private final Vertx vertx;
    private final BodyConfig config;
    private final long maxBufferedBytes;
    private final long memoryBytes;
    /** Of all bodies that are held now. */
    private final AtomicLong held = new AtomicLong();

    BodyReader(Vertx vertx, BodyConfig config) {
        this.vertx = vertx;
        this.config = config;
        maxBufferedBytes = config.buffered().asLongValue();
        memoryBytes = config.memory().asLongValue();
    }

    /** Returns whether bodies of up to so many bytes are read whole. */
    public boolean isBuffered(long limitBytes) {
        return limitBytes <= maxBufferedBytes;
    }

    /** Returns the whole body; fails with {@link BodyRefused}. The request must be paused. */
    public Future<Buffer> readWhole(RoutingContext ctx, long limitBytes) {
        BufferedBody body = new BufferedBody(ctx.request(), limitBytes, this::hold);
        ctx.addEndHandler(done -> release(body.forget()));
        return body.read(vertx, config);
    }

    /**
     * Returns the body as a stream, at the pace of its reader.
     *
     * @param onEnd called once the whole body has arrived
     */
    public RequestBodyStream stream(HttpServerRequest request, long limitBytes, Runnable onEnd) {
        return new RequestBodyStream(request, limitBytes, vertx, config, onEnd);
    }

    private boolean hold(int bytes) {
        return held.addAndGet(bytes) <= memoryBytes;
    }

    private void release(long bytes) {
        held.addAndGet(-bytes);
    }
}
