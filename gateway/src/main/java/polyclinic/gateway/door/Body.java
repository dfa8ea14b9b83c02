package polyclinic.gateway.door;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;

/**
 * A request's body on its way through: counted against its limit, never held. Pausing and resuming go straight to the
 * client's connection, so the upstream's pace is the client's pace.
 */
final class Body implements ReadStream<Buffer> {

    static final class TooLarge extends RuntimeException {
        TooLarge() {
            super("body larger than its limit", null, false, false);
        }
    }

    private final HttpServerRequest request;
    private final long limit;
    private final Runnable ended;
    private Handler<Throwable> failed;
    private long seen;
    private boolean tooLarge;

    Body(HttpServerRequest request, long limit, Runnable ended) {
        this.request = request;
        this.limit = limit;
        this.ended = ended;
    }

    /** Whether the request (HTTP/1.x) has one. */
    static boolean of(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || declared(request) > 0;
    }

    /** Content-Length; the greatest number when the length is not known, 0 without a body. */
    static long declared(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (length == null) return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? Long.MAX_VALUE : 0;
        try {
            long value = Long.parseLong(length);
            return value < 0 ? Long.MAX_VALUE : value;
        } catch (NumberFormatException beyondLong) {
            return Long.MAX_VALUE;
        }
    }

    boolean tooLarge() {
        return tooLarge;
    }

    @Override
    public Body handler(Handler<Buffer> handler) {
        if (handler == null) {
            request.handler(null);
        } else {
            request.handler(buffer -> count(buffer, handler));
        }
        return this;
    }

    private void count(Buffer buffer, Handler<Buffer> handler) {
        if (tooLarge) return;
        seen += buffer.length();
        if (seen <= limit) {
            handler.handle(buffer);
            return;
        }
        tooLarge = true;
        if (failed != null) failed.handle(new TooLarge());
    }

    @Override
    public Body exceptionHandler(Handler<Throwable> handler) {
        failed = handler;
        request.exceptionHandler(handler);
        return this;
    }

    @Override
    public Body endHandler(Handler<Void> handler) {
        if (handler == null) {
            request.endHandler(null);
        } else {
            request.endHandler(end -> {
                if (tooLarge) return;
                ended.run();
                handler.handle(end);
            });
        }
        return this;
    }

    @Override
    public Body pause() {
        request.pause();
        return this;
    }

    @Override
    public Body resume() {
        request.resume();
        return this;
    }

    @Override
    public Body fetch(long amount) {
        request.fetch(amount);
        return this;
    }
}
