package polyclinic.billing.charges;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Appointments that will not take place: what arrives late for them is decided as if it had arrived before. */
@ApplicationScoped
public class CancelledAppointments {
    /** In the open transaction; telling it twice is telling it once. */
    public Uni<Void> add(UUID appointmentId) {
        return lock(appointmentId)
                .chain(Panache::getSession)
                .chain(session -> session.createNativeQuery(
                                "insert into cancelled_appointment (appointment_id, cancelled_at) values (:id, now())"
                                        + " on conflict do nothing")
                        .setParameter("id", appointmentId)
                        .executeUpdate())
                .replaceWithVoid();
    }

    /**
     * Whether it is cancelled; nobody says so or asks until the open transaction ends. What is charged for an appointment while it
     * is cancelled is so seen by the one or the other.
     */
    public Uni<Boolean> lockedContains(UUID appointmentId) {
        return lock(appointmentId).chain(() -> contains(appointmentId));
    }

    /** There may be no row to lock. */
    private static Uni<?> lock(UUID appointmentId) {
        return Panache.getSession().chain(session -> session.createNativeQuery(
                        "select 1 from pg_advisory_xact_lock(hashtextextended('appointment ' || cast(:id as text), 0))",
                        Integer.class)
                .setParameter("id", appointmentId.toString())
                .getSingleResult());
    }

    public Uni<Boolean> contains(UUID appointmentId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select count(*) from cancelled_appointment where appointment_id = :id", Long.class)
                        .setParameter("id", appointmentId)
                        .getSingleResult())
                .map(count -> count > 0);
    }
}
