package polyclinic.gateway.proxy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way to the upstream: counted against its limit, never buffered. Pausing and resuming act on the
 * client's connection directly, so the upstream's pace is the client's pace.
 */
final class RequestBodyStream implements ReadStream<Buffer> {

    /** Fails the stream of a body that exceeds its limit. */
    static final class BodyLimitExceeded extends RuntimeException {
        BodyLimitExceeded() {
            super("body larger than its limit", null, false, false);
        }
    }

    private final HttpServerRequest request;
    private final long limitBytes;
    private final Runnable onEnd;
    private @Nullable Handler<Throwable> onFailure;
    private long receivedBytes;
    private boolean tooLarge;

    RequestBodyStream(HttpServerRequest request, long limitBytes, Runnable onEnd) {
        this.request = request;
        this.limitBytes = limitBytes;
        this.onEnd = onEnd;
    }

    boolean isTooLarge() {
        return tooLarge;
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
        if (tooLarge) return;
        receivedBytes += buffer.length();
        if (receivedBytes <= limitBytes) {
            handler.handle(buffer);
            return;
        }
        tooLarge = true;
        if (onFailure != null) onFailure.handle(new BodyLimitExceeded());
    }

    @Override
    public RequestBodyStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = handler;
        request.exceptionHandler(handler);
        return this;
    }

    @Override
    public RequestBodyStream endHandler(@Nullable Handler<Void> handler) {
        if (handler == null) {
            request.endHandler(null);
        } else {
            request.endHandler(end -> {
                if (tooLarge) return;
                onEnd.run();
                handler.handle(end);
            });
        }
        return this;
    }

    @Override
    public RequestBodyStream pause() {
        request.pause();
        return this;
    }

    @Override
    public RequestBodyStream resume() {
        request.resume();
        return this;
    }

    @Override
    public RequestBodyStream fetch(long amount) {
        request.fetch(amount);
        return this;
    }
}
