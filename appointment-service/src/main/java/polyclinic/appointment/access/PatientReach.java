package polyclinic.appointment.access;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import polyclinic.commons.identity.Scope;

/** Whether a scope reaches anything of a patient at all. Lists ask it when they found nothing of a patient who was named. */
public final class PatientReach {
    private PatientReach() {}

    public static Uni<Boolean> of(Scope scope, UUID patientId) {
        return scope.match(
                () -> Uni.createFrom().item(true),
                own -> Uni.createFrom().item(own.equals(patientId)),
                doctor -> anything(scope, patientId),
                (own, doctor) -> own.equals(patientId) ? Uni.createFrom().item(true) : anything(scope, patientId),
                () -> Uni.createFrom().item(false));
    }

    private static Uni<Boolean> anything(Scope scope, UUID patientId) {
        ScopedQuery query = ScopedQuery.within(scope).and("patientId = :patient", "patient", patientId);
        return Panache.withSession(() -> Panache.getSession().chain(session -> any(session, "Appointment", query)
                .chain(found -> found ? Uni.createFrom().item(true) : any(session, "QueueEntry", query))));
    }

    private static Uni<Boolean> any(Mutiny.Session session, String entity, ScopedQuery query) {
        var selection = session.createQuery("select id from " + entity + " where " + query.conditions(), UUID.class);
        query.parameters().forEach(selection::setParameter);
        return selection.setMaxResults(1).getResultList().map(found -> !found.isEmpty());
    }
}
