package polyclinic.appointment.orderwork;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;

/**
 * Looks at what an order is placed with, in the open transaction. The row of the appointment, or of the encounter of a walk-in, is locked against a change,
 * so that an order is never placed for one that is being cancelled at the same time. An encounter with an appointment ends with that.
 */
@ApplicationScoped
class OrderContexts {
    private static final Set<String> OVER = Set.of("CANCELLED", "NO_SHOW");
    private static final String ENCOUNTER =
            "select patient_id, appointment_id from encounter where id = :id and status <> 'CANCELLED'";

    /** The appointment of the order, or null: the one that is named, else the encounter's. */
    Uni<@Nullable UUID> appointment(PlaceOrder request) {
        UUID encounterId = request.encounterId();
        UUID named = request.appointmentId();
        if (encounterId == null) return named == null ? Uni.createFrom().nullItem() : open(named, request.patientId());
        return encounter(encounterId, request.patientId(), "").chain(itsOwn -> {
            if (named != null && !named.equals(itsOwn))
                throw Problem.invalid("appointmentId", "must be the encounter's");
            return itsOwn == null
                    ? encounter(encounterId, request.patientId(), " for share")
                    : open(itsOwn, request.patientId());
        });
    }

    /** The encounter's appointment, or null. */
    private static Uni<@Nullable UUID> encounter(UUID id, UUID patientId, String lock) {
        return one(ENCOUNTER + lock, id).map(rows -> {
            if (rows.isEmpty() || !patientId.equals(rows.get(0)[0]))
                throw new Problem(422, "unknown-encounter", "There is no such encounter of this patient.");
            return (UUID) rows.get(0)[1];
        });
    }

    private static Uni<@Nullable UUID> open(UUID id, UUID patientId) {
        return one("select patient_id, status from appointment where id = :id for share", id)
                .map(rows -> {
                    if (rows.isEmpty() || !patientId.equals(rows.get(0)[0]))
                        throw new Problem(422, "unknown-appointment", "There is no such appointment of this patient.");
                    if (OVER.contains(rows.get(0)[1]))
                        throw new Problem(422, "appointment-not-open", "The appointment does not take place.");
                    return id;
                });
    }

    /** The doctor whose account it is, or null. */
    Uni<@Nullable UUID> doctor(String subject) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select id from doctor where subject = :subject", UUID.class)
                        .setParameter("subject", subject)
                        .getResultList())
                .map(found -> found.isEmpty() ? null : found.get(0));
    }

    private static Uni<List<Object[]>> one(String select, UUID id) {
        return Panache.getSession().chain(session -> session.createNativeQuery(select, Object[].class)
                .setParameter("id", id)
                .getResultList());
    }
}
