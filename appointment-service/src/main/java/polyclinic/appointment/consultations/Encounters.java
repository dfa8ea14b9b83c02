package polyclinic.appointment.consultations;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.ScopedQuery;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;

/** A patient sees their own encounters, a doctor those that were with them. */
@ApplicationScoped
class Encounters implements PanacheRepositoryBase<Encounter, UUID> {

    Uni<Encounter> require(UUID id, Scope scope) {
        ScopedQuery query = ScopedQuery.within(scope).and("id = :id", "id", id);
        return find(query.conditions(), query.parameters())
                .firstResult()
                .onItem()
                .ifNull()
                .switchTo(() -> HiddenRows.notFound("encounter", "Encounter", id));
    }

    /**
     * Newest first: ids are made in the order of time.
     *
     * @param last the last one shown
     */
    Uni<List<Encounter>> list(
            @Nullable UUID patientId, @Nullable UUID doctorId, Scope scope, @Nullable UUID last, int limit) {
        ScopedQuery query = ScopedQuery.within(scope)
                .and("patientId = :patient", "patient", patientId)
                .and("doctorId = :doctor", "doctor", doctorId)
                .and("id < :last", "last", last);
        return find(query.conditions() + " order by id desc", query.parameters())
                .range(0, limit)
                .list();
    }
}
