package polyclinic.prescription.laboratory.work;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.commons.messaging.Event;
import polyclinic.commons.postgres.Outbox;
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
    private final Outbox outbox;
    private final Clock clock;
    private final PeriodicWork rounds;

    ReviewOverdueSchedule(
            LabRequests requests, LaboratoryConfig config, Outbox outbox, Vertx vertx, Clock clock, Hold hold) {
        this.requests = requests;
        this.outbox = outbox;
        this.clock = clock;
        BackgroundWork work = hold.background("laboratory-reviews");
        this.rounds = new PeriodicWork(vertx, "overdue reviews", config.poll(), () -> work.whenReleased(this::tell)
                .map(told -> told == PORTION));
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
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
