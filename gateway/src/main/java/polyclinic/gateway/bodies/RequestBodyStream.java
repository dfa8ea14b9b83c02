package polyclinic.gateway.bodies;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.GatewayProblem;
import polyclinic.gateway.filters.RequestFraming;
import polyclinic.gateway.hold.HeldWrite;

/**
 * A request's body on its way to the upstream: counted against its limit and watched for its pace, never buffered. Pausing
 * and resuming act on the client's connection directly, so the upstream's pace is the client's pace.
 *
 * <p>Only its last piece waits while writes are held: a service does nothing before it has the whole, so a client that sends
 * slowly neither changes anything nor has to be waited for.
 */
public final class RequestBodyStream implements ReadStream<Buffer> {

    private final HttpServerRequest request;
    private final long limitBytes;
    private final long declaredBytes;
    private final HeldWrite write;
    private final Runnable onEnd;
    private final MinimumRate rate;
    private @Nullable Handler<Throwable> onFailure;
    private @Nullable GatewayProblem refusal;
    private long receivedBytes;
    /** The last piece waits: nothing is taken from the client meanwhile, whatever the reader asks for. */
    private boolean waiting;

    private boolean stopped;
    private boolean passed;
    private boolean pausedByReader;

    RequestBodyStream(
            HttpServerRequest request,
            long limitBytes,
            Vertx vertx,
            BodyConfig config,
            HeldWrite write,
            Runnable onEnd) {
        this.request = request;
        this.limitBytes = limitBytes;
        this.declaredBytes = RequestFraming.declaredLength(request);
        this.write = write;
        this.onEnd = onEnd;
        rate = new MinimumRate(vertx, config, () -> refuse(GatewayProblem.REQUEST_TIMEOUT));
    }

    /** Returns what the client did wrong; null while it did nothing. */
    public @Nullable GatewayProblem refusal() {
        return refusal;
    }

    /** Must be called when the exchange has ended, whether or not the body has. */
    public void stop() {
        rate.stop();
    }

    @Override
    public RequestBodyStream handler(@Nullable Handler<Buffer> handler) {
        if (handler == null) {
            request.handler(null);
        } else {
            request.handler(buffer -> count(buffer, handler));
        }
        return this;
    }

    private void count(Buffer buffer, Handler<Buffer> handler) {
        if (refusal != null) return;
        rate.received(buffer.length());
        receivedBytes += buffer.length();
        if (receivedBytes > limitBytes) {
            refuse(GatewayProblem.BODY_TOO_LARGE);
        } else if (receivedBytes == declaredBytes) {
            passLast(() -> handler.handle(buffer));
        } else {
            handler.handle(buffer);
        }
    }

    private void passLast(Runnable piece) {
        if (passed) {
            piece.run();
            return;
        }
        waiting = true;
        write.begin(() -> pass(piece), () -> {
            waiting = false;
            refuse(GatewayProblem.BUSY);
        });
        if (waiting) {
            stopped = true;
            rate.paused();
            request.pause();
        }
    }

    private void pass(Runnable piece) {
        waiting = false;
        passed = true;
        if (refusal != null) return;
        piece.run();
        if (stopped && !pausedByReader) resume();
    }

    private void refuse(GatewayProblem problem) {
        if (refusal != null) return;
        refusal = problem;
        rate.stop();
        if (onFailure != null) onFailure.handle(new BodyRefused(problem));
    }

    @Override
    public RequestBodyStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = handler;
        if (handler == null) {
            request.exceptionHandler(null);
        } else {
            request.exceptionHandler(malformedOrGone -> refuse(GatewayProblem.BAD_REQUEST));
        }
        return this;
    }

    @Override
    public RequestBodyStream endHandler(@Nullable Handler<Void> handler) {
        if (handler == null) {
            request.endHandler(null);
        } else {
            request.endHandler(end -> {
                if (refusal != null) return;
                rate.stop();
                passLast(() -> {
                    onEnd.run();
                    handler.handle(end);
                });
            });
        }
        return this;
    }

    @Override
    public RequestBodyStream pause() {
        pausedByReader = true;
        rate.paused();
        request.pause();
        return this;
    }

    @Override
    public RequestBodyStream resume() {
        pausedByReader = false;
        if (waiting) return this;
        rate.resumed();
        request.resume();
        return this;
    }

    @Override
    public RequestBodyStream fetch(long amount) {
        pausedByReader = false;
        if (waiting) return this;
        rate.resumed();
        request.fetch(amount);
        return this;
    }
}
