package polyclinic.prescription.laboratory.work;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.postgres.Outbox;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequests;

/**
 * Tells of results that nobody reviewed in time, once a version: the version that was told is a column of the row, which is locked
 * while it is told, so any number of replicas may look, and a restart repeats nothing and misses nothing.
 */
@ApplicationScoped
class ReviewOverdueSchedule {
    private static final int PORTION = 50;

    private final LabRequests requests;
    private final LaboratoryConfig config;
    private final Outbox outbox;
    private final DuplicatedContextRunner runner;
    private final Vertx vertx;
    private final Clock clock;
    private final BackgroundWork work;

    private boolean running;
    private boolean stopped;
    private long timer = -1;

    ReviewOverdueSchedule(
            LabRequests requests,
            LaboratoryConfig config,
            Outbox outbox,
            DuplicatedContextRunner runner,
            Vertx vertx,
            Clock clock,
            Hold hold) {
        this.requests = requests;
        this.config = config;
        this.outbox = outbox;
        this.runner = runner;
        this.vertx = vertx;
        this.clock = clock;
        this.work = hold.background("laboratory-reviews");
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.poll().toMillis(), tick -> look());
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        vertx.cancelTimer(timer);
    }

    private synchronized void look() {
        if (running || stopped) return;
        running = true;
        runner.run(() -> work.whenReleased(this::tell), told -> ended(told == PORTION), this::failed);
    }

    private synchronized void ended(boolean more) {
        running = false;
        if (more) look();
    }

    private synchronized void failed(Throwable failure) {
        running = false;
        Log.warnf("overdue reviews: %s", failure.getClass().getName());
    }

    /** Tells of a portion; how many it told of. */
    Uni<Integer> tell() {
        Instant now = clock.instant();
        return Panache.withTransaction(() -> requests.overdue(now, PORTION)
                .call(found -> publish(found, now))
                .map(List::size));
    }

    private Uni<Void> publish(List<LabRequest> overdue, Instant now) {
        return outbox.append(
                overdue.stream().map(request -> request.tellOverdue(now)).toArray(Event[]::new));
    }
}
