package polyclinic.asset.download;

import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import polyclinic.commons.async.Connections;

/**
 * Writes one buffer after the other, asking the store for the next when the connection has taken the last. A stream that
 * breaks breaks the connection too: the client must not take a part for the whole. So does a client that takes too little,
 * since what is fetched for it lies in memory and a download that others could have waits for it.
 */
final class ContentPump implements Flow.Subscriber<ByteBuffer> {
    private final ResteasyReactiveRequestContext request;
    private final ServerHttpResponse response;
    private final AtomicBoolean done = new AtomicBoolean();
    private final Runnable end;
    private final Vertx vertx;
    private final long timer;
    private final Pace pace;

    @SuppressWarnings("NullAway.Init")
    private Flow.Subscription source;

    ContentPump(ResteasyReactiveRequestContext request, ContentStream content) {
        this.request = request;
        this.response = request.serverResponse();
        this.end = content.end();
        this.vertx = Vertx.currentContext().owner();
        this.pace = new Pace(content.patience());
        this.timer = vertx.setPeriodic(content.patience().toMillis(), due -> requireProgress());
    }

    private void requireProgress() {
        if (!pace.isTooSlow(System.nanoTime()) || !isLast()) return;
        Log.info("a download is closed: its reader takes too little");
        source.cancel();
        Connections.reset(
                request.serverRequest().unwrap(RoutingContext.class).request().connection());
        request.resume();
    }

    /** True for whoever ends the download; only one does. */
    private boolean isLast() {
        boolean last = done.compareAndSet(false, true);
        if (last) {
            vertx.cancelTimer(timer);
            end.run();
        }
        return last;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        source = subscription;
        response.addCloseHandler(this::clientLeft);
        source.request(1);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        pace.begin(System.nanoTime());
        response.write(bytes).whenComplete((written, failure) -> {
            pace.end(bytes.length, System.nanoTime());
            if (failure == null) source.request(1);
            else clientLeft();
        });
    }

    @Override
    public void onComplete() {
        if (!isLast()) return;
        response.end();
        request.resume();
    }

    @Override
    public void onError(Throwable failure) {
        if (!isLast()) return;
        if (!response.headWritten()) {
            request.resume(failure);
            return;
        }
        Log.warnf("a download broke off: %s", failure.getClass().getName());
        response.reset();
        request.resume();
    }

    private void clientLeft() {
        if (!isLast()) return;
        source.cancel();
        request.resume();
    }

    /** How fast a reader takes what is written for it, in steps of 128 KiB. A wait for the store is not counted. */
    static final class Pace {
        static final int STEP_BYTES = 128 * 1024;

        private final long patience;
        private boolean writing;
        private long since;
        private long waited;
        private int taken;

        Pace(Duration patience) {
            this.patience = patience.toNanos();
        }

        /** @param now of a clock that only goes on, in nanoseconds */
        synchronized void begin(long now) {
            writing = true;
            since = now;
        }

        /** What was begun has been taken. */
        synchronized void end(int bytes, long now) {
            writing = false;
            waited += now - since;
            taken += bytes;
            if (taken < STEP_BYTES) return;
            taken = 0;
            waited = 0;
        }

        /** Whether the reader has been waited for longer than it may take for a step. */
        synchronized boolean isTooSlow(long now) {
            return writing && waited + now - since >= patience;
        }
    }
}
