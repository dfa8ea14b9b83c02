package polyclinic.gateway.bodies;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.hold.HeldWrite;

/**
 * Reads bodies: small ones whole, so that a client that stalls holds a few bytes here and no connection to a service, and
 * large ones as a stream.
 */
@Singleton
public class BodyReader {

    /** One caller holds at most this part of the memory for bodies, so that a few cannot have it all. */
    private static final int SHARES = 8;

    private final Vertx vertx;
    private final BodyConfig config;
    private final long maxBufferedBytes;
    private final long shortFileBytes;
    private final long memoryBytes;
    private final long callerBytes;
    /** Of all bodies that are held now. */
    private final AtomicLong held = new AtomicLong();

    private final Map<String, Long> heldByCaller = new ConcurrentHashMap<>();

    BodyReader(Vertx vertx, BodyConfig config) {
        this.vertx = vertx;
        this.config = config;
        maxBufferedBytes = config.buffered().asLongValue();
        shortFileBytes = config.shortFile().asLongValue();
        memoryBytes = config.memory().asLongValue();
        callerBytes = Math.max(maxBufferedBytes, memoryBytes / SHARES);
    }

    /** Returns whether bodies of up to so many bytes are read whole. */
    public boolean isBuffered(long limitBytes) {
        return limitBytes <= maxBufferedBytes;
    }

    /** Returns whether a file that says how long it is is read whole as well. */
    public boolean isShort(long declaredBytes) {
        return declaredBytes <= shortFileBytes;
    }

    /**
     * Returns the whole body; fails with {@link BodyRefused}. The request must be paused.
     *
     * @param caller whose share of the memory the body takes until the response has ended
     */
    public Future<Buffer> readWhole(RoutingContext ctx, String caller, long limitBytes) {
        BufferedBody body = new BufferedBody(ctx.request(), limitBytes, bytes -> hold(caller, bytes));
        ctx.addEndHandler(done -> release(caller, body.forget()));
        return body.read(vertx, config);
    }

    /**
     * Returns the body as a stream, at the pace of its reader.
     *
     * @param write passes the last of it on; before, the service has nothing that it could act upon
     * @param onEnd called once the whole body has arrived
     */
    public RequestBodyStream stream(HttpServerRequest request, long limitBytes, HeldWrite write, Runnable onEnd) {
        return new RequestBodyStream(request, limitBytes, vertx, config, write, onEnd);
    }

    /**
     * Watches whether the client takes its response at the least rate; must be stopped when the response has ended.
     *
     * @param tooSlow called once when it does not
     */
    public MinimumReadRate watchReader(HttpServerResponse response, Runnable tooSlow) {
        return new MinimumReadRate(vertx, config, response::writeQueueFull, response::bytesWritten, tooSlow);
    }

    private @Nullable GatewayProblem hold(String caller, int bytes) {
        long ofCaller = heldByCaller.merge(caller, (long) bytes, Long::sum);
        long ofAll = held.addAndGet(bytes);
        if (ofCaller > callerBytes) return GatewayProblem.TOO_MANY_OPEN_REQUESTS;
        return ofAll > memoryBytes ? GatewayProblem.SERVICE_UNAVAILABLE : null;
    }

    private void release(String caller, long bytes) {
        held.addAndGet(-bytes);
        heldByCaller.computeIfPresent(caller, (same, sum) -> sum > bytes ? sum - bytes : null);
    }
}
