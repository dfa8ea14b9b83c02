package polyclinic.prescription.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.Prescriptions;

/**
 * Screens all prescriptions in force again when an import has changed a table. How far that is stands in a row, which is locked while
 * a portion is screened: of any number of replicas one goes on with it, after a restart where it was.
 */
@ApplicationScoped
class TableScreening {
    private static final int PORTION = 25;

    private static final String NEXT = """
            select import_id, last_id from table_screening order by requested_at limit 1 for update skip locked""";

    private final ScreeningConfig config;
    private final Prescriptions prescriptions;
    private final OpenPrescriptionScreening screening;
    private final DuplicatedContextRunner runner;
    private final Vertx vertx;
    private final Clock clock;
    private final BackgroundWork work;

    private boolean running;
    private boolean stopped;
    private long timer = -1;

    TableScreening(
            ScreeningConfig config,
            Prescriptions prescriptions,
            OpenPrescriptionScreening screening,
            DuplicatedContextRunner runner,
            Vertx vertx,
            Clock clock,
            Hold hold) {
        this.config = config;
        this.prescriptions = prescriptions;
        this.screening = screening;
        this.runner = runner;
        this.vertx = vertx;
        this.clock = clock;
        this.work = hold.background("table-screening");
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
        runner.run(() -> work.whenReleased(this::screenPortion), this::ended, this::failed);
    }

    private synchronized void ended(boolean more) {
        running = false;
        if (more) look();
    }

    private synchronized void failed(Throwable failure) {
        running = false;
        Log.warnf("screening for changed tables: %s", failure.getClass().getName());
    }

    /** In a transaction of its own; whether there was anything to screen. */
    Uni<Boolean> screenPortion() {
        return Panache.withTransaction(
                () -> Panache.getSession().chain(session -> session.createNativeQuery(NEXT, Object[].class)
                        .getSingleResultOrNull()
                        .chain(run -> run == null
                                ? Uni.createFrom().item(false)
                                : screenPortion(session, (UUID) run[0], (UUID) run[1]))));
    }

    private Uni<Boolean> screenPortion(Mutiny.Session session, UUID importId, @Nullable UUID after) {
        return prescriptions
                .inForce(after, PORTION, clock.instant())
                .call(this::screenAll)
                .chain(found -> found.size() < PORTION
                        ? session.createNativeQuery("delete from table_screening where import_id = :id")
                                .setParameter("id", importId)
                                .executeUpdate()
                        : session.createNativeQuery("update table_screening set last_id = :last where import_id = :id")
                                .setParameter("id", importId)
                                .setParameter(
                                        "last", found.get(found.size() - 1).id())
                                .executeUpdate())
                .replaceWith(true);
    }

    private Uni<Void> screenAll(List<Prescription> portion) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Prescription prescription : portion) all = all.chain(() -> screening.screen(prescription));
        return all;
    }
}
