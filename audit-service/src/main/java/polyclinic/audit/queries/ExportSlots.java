package polyclinic.audit.queries;

import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import polyclinic.commons.async.Connections;
import polyclinic.commons.problem.Problem;

/** How many exports are under way, and for how long: one that nobody reads on must not hold its thread and cursor for ever. */
@ApplicationScoped
public class ExportSlots {
    private final Vertx vertx;
    private final Duration longest;
    private final Semaphore free;

    ExportSlots(Vertx vertx, ExportsConfig config) {
        this.vertx = vertx;
        this.longest = config.longest();
        this.free = new Semaphore(config.atOnce());
    }

    /**
     * Takes a slot until the request has ended, which it does at the latest when the longest time is over.
     *
     * @throws Problem 503 {@code busy} when all are taken
     */
    public void take(RoutingContext request) {
        Runnable giveBack = take();
        long timer = vertx.setTimer(
                longest.toMillis(), over -> Connections.reset(request.request().connection()));
        Runnable end = () -> {
            vertx.cancelTimer(timer);
            giveBack.run();
        };
        request.addEndHandler(ended -> end.run());
        // A request that has ended already tells nobody any more.
        if (request.response().closed() || request.response().ended()) end.run();
    }

    /** Takes a slot that only the returned action gives back. */
    Runnable take() {
        if (!free.tryAcquire()) throw new Problem(503, "busy", "As many exports as possible are under way; try again.");
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) free.release();
        };
    }
}
