package polyclinic.gateway.bodies;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import polyclinic.gateway.filters.GatewayProblem;

/** One body that is read whole. */
final class BufferedBody {

    private final HttpServerRequest request;
    private final long limitBytes;
    private final IntFunction<@Nullable GatewayProblem> hold;
    private final Promise<Buffer> whole = Promise.promise();
    private final Buffer received = Buffer.buffer();
    private long heldBytes;
    private @Nullable MinimumRate rate;

    /** @param hold takes room for so many bytes, and returns what to answer if there was none; it is taken in any case */
    BufferedBody(HttpServerRequest request, long limitBytes, IntFunction<@Nullable GatewayProblem> hold) {
        this.request = request;
        this.limitBytes = limitBytes;
        this.hold = hold;
    }

    Future<Buffer> read(Vertx vertx, BodyConfig config) {
        MinimumRate watch = new MinimumRate(vertx, config, () -> refuse(GatewayProblem.REQUEST_TIMEOUT));
        rate = watch;
        long timer = vertx.setTimer(config.timeout().toMillis(), late -> refuse(GatewayProblem.REQUEST_TIMEOUT));
        request.exceptionHandler(malformedOrGone -> refuse(GatewayProblem.BAD_REQUEST));
        request.endHandler(end -> whole.tryComplete(received));
        request.handler(this::append);
        request.resume();
        return whole.future().onComplete(done -> {
            watch.stop();
            vertx.cancelTimer(timer);
        });
    }

    private void append(Buffer part) {
        if (whole.future().isComplete()) return;
        int bytes = part.length();
        if (rate != null) rate.received(bytes);
        if (received.length() + (long) bytes > limitBytes) {
            refuse(GatewayProblem.BODY_TOO_LARGE);
            return;
        }
        heldBytes += bytes;
        GatewayProblem noRoom = hold.apply(bytes);
        if (noRoom == null) {
            received.appendBuffer(part);
        } else {
            refuse(noRoom);
        }
    }

    private void refuse(GatewayProblem problem) {
        whole.tryFail(new BodyRefused(problem));
    }

    /** Returns how many bytes it held. */
    long forget() {
        refuse(GatewayProblem.BAD_REQUEST);
        long bytes = heldBytes;
        heldBytes = 0;
        return bytes;
    }
}
