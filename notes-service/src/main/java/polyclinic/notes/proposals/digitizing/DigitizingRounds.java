package polyclinic.notes.proposals.digitizing;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;

/**
 * Takes up documents that have a text, one at a time in each replica. Each is claimed by one replica for longer than looking it through
 * may take; if that one dies, by whoever comes next.
 */
@ApplicationScoped
class DigitizingRounds {
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private final DocumentWorks works;
    private final DocumentDigitizing digitizing;
    private final Clock clock;
    private final BackgroundWork work;
    private final PeriodicWork rounds;

    DigitizingRounds(
            DocumentWorks works,
            DocumentDigitizing digitizing,
            Clock clock,
            Vertx vertx,
            Hold hold,
            @ConfigProperty(name = "polyclinic.digitizing.poll", defaultValue = "5S") Duration poll) {
        this.works = works;
        this.digitizing = digitizing;
        this.clock = clock;
        this.work = hold.background("document_works");
        this.rounds = new PeriodicWork(vertx, "digitizing documents", poll, this::round);
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }

    /** Something is due now. */
    void wake() {
        rounds.wake();
    }

    /** What waits for asset-service holds up no recovery point: only the writes are counted as work. */
    private Uni<Boolean> round() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return work.whenReleased(() -> works.claim(now, now.plus(CLAIM)))
                .chain(claimed -> claimed == null
                        ? Uni.createFrom().item(false)
                        : digitizing.digitize(claimed, work).replaceWith(true));
    }
}
