package polyclinic.notes.writing;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.notes.notes.Notes;
import polyclinic.notes.versions.NoteVersions;

/**
 * Deletes what is left of discarded drafts after their day, once their events are sent. A TTL index would not wait for those.
 * Replicas need not agree on who does it.
 */
@ApplicationScoped
class DiscardedDraftRetention {
    private static final Duration PERIOD = Duration.ofHours(1);

    private final PeriodicWork rounds;

    DiscardedDraftRetention(Notes notes, NoteVersions versions, Clock clock, Vertx vertx, Hold hold) {
        BackgroundWork work = hold.background("discarded_drafts");
        this.rounds = new PeriodicWork(vertx, "discarded drafts", PERIOD, () -> work.whenReleased(
                        () -> forget(notes, versions, clock.instant()))
                .replaceWith(false));
    }

    /** Earlier texts went with the draft, but for a crash just then. */
    static Uni<Void> forget(Notes notes, NoteVersions versions, Instant now) {
        return notes.discarded(now).chain(versions::forgetAll).chain(() -> notes.forgetDiscarded(now));
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
        rounds.wake();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
    }
}
