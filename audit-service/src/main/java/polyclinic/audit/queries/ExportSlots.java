package polyclinic.audit.queries;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import polyclinic.commons.async.Connections;
import polyclinic.commons.problem.Problem;

/**
 * How many exports are under way. One that nobody reads on must not hold its thread and cursor for ever; one that is read on may take as
 * long as the trail is.
 */
@ApplicationScoped
public class ExportSlots {
    /** What a reader has to take in the time of {@link ExportsConfig#patience}. */
    static final long MIN_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final Duration patience;
    private final Semaphore free;

    ExportSlots(Vertx vertx, ExportsConfig config) {
        this.vertx = vertx;
        this.patience = config.patience();
        this.free = new Semaphore(config.atOnce());
    }

    /**
     * Takes a slot until the request has ended, which it does when its reader loses interest, too.
     *
     * @throws Problem 503 {@code busy} when all are taken
     */
    public void take(RoutingContext request) {
        Runnable giveBack = take();
        HttpServerResponse response = request.response();
        Reader reader = new Reader(response, request.request().connection());
        reader.watch();
        Runnable end = () -> {
            reader.end();
            giveBack.run();
        };
        request.addEndHandler(ended -> end.run());
        // A request that has ended already tells nobody any more.
        if (response.closed() || response.ended()) end.run();
    }

    /** Takes a slot that only the returned action gives back. */
    Runnable take() {
        if (!free.tryAcquire()) throw new Problem(503, "busy", "As many exports as possible are under way; try again.");
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) free.release();
        };
    }

    /** Somebody who has to take so much in so long a time, if there is so much. */
    private final class Reader {
        private final HttpServerResponse response;
        private final HttpConnection connection;
        private final AtomicLong timer = new AtomicLong();
        private volatile boolean ended;
        private volatile long before;

        Reader(HttpServerResponse response, HttpConnection connection) {
            this.response = response;
            this.connection = connection;
        }

        void watch() {
            timer.set(vertx.setTimer(patience.toMillis(), over -> {
                if (ended) return;
                long written = response.bytesWritten();
                // Where nothing waits to be read, it is the store that takes its time.
                if (written - before < MIN_BYTES && response.writeQueueFull()) {
                    Connections.reset(connection);
                    return;
                }
                before = written;
                watch();
            }));
        }

        void end() {
            ended = true;
            vertx.cancelTimer(timer.get());
        }
    }
}
