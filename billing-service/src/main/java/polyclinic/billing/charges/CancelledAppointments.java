package polyclinic.billing.charges;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Appointments that will not take place: what arrives late for them makes no consultation line. */
@ApplicationScoped
public class CancelledAppointments {
    /** In the open transaction; telling it twice is telling it once. */
    public Uni<Void> add(UUID appointmentId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "insert into cancelled_appointment (appointment_id, cancelled_at) values (:id, now())"
                                        + " on conflict do nothing")
                        .setParameter("id", appointmentId)
                        .executeUpdate())
                .replaceWithVoid();
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
