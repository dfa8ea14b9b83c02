package polyclinic.prescription.screening;

import io.quarkus.hibernate.reactive.panache.Panache;
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
import polyclinic.commons.async.PeriodicWork;
import polyclinic.commons.hold.BackgroundWork;
import polyclinic.commons.hold.Hold;
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

    private final Prescriptions prescriptions;
    private final OpenPrescriptionScreening screening;
    private final Clock clock;
    private final PeriodicWork rounds;

    TableScreening(
            ScreeningConfig config,
            Prescriptions prescriptions,
            OpenPrescriptionScreening screening,
            Vertx vertx,
            Clock clock,
            Hold hold) {
        this.prescriptions = prescriptions;
        this.screening = screening;
        this.clock = clock;
        BackgroundWork work = hold.background("table-screening");
        this.rounds = new PeriodicWork(
                vertx, "screening for changed tables", config.poll(), () -> work.whenReleased(this::screenPortion));
    }

    void start(@Observes StartupEvent event) {
        rounds.start();
    }

    void stop(@Observes ShutdownEvent event) {
        rounds.stop();
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
