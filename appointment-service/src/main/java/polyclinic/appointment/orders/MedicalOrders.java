package polyclinic.appointment.orders;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.ScopedQuery;
import polyclinic.appointment.access.WorkVisibility;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.commons.problem.Forbidden;
import polyclinic.commons.problem.NotFound;

/** Who sees an order is part of each query. */
@ApplicationScoped
public class MedicalOrders implements PanacheRepositoryBase<MedicalOrder, UUID> {
    private static final String SELECT = "select w.* from medical_order w";

    private final WorkVisibility visibility;

    MedicalOrders(WorkVisibility visibility) {
        this.visibility = visibility;
    }

    Uni<MedicalOrder> require(UUID id, Caller caller) {
        return required(id, visibility.orders(caller), "");
    }

    /** With its row locked until the transaction ends. */
    public Uni<MedicalOrder> lock(UUID id, Caller caller) {
        return required(id, visibility.orders(caller), " for update of w");
    }

    /** The same of one that is the caller's to perform; 403 where they only see it. */
    public Uni<MedicalOrder> lockToPerform(UUID id, Caller caller) {
        return required(id, visibility.ordersToPerform(caller), " for update of w")
                .onFailure(NotFound.class)
                .recoverWithUni(hidden -> required(id, visibility.orders(caller), "")
                        .onItem()
                        .transformToUni(seen -> Uni.createFrom().failure(new Forbidden())));
    }

    private static Uni<MedicalOrder> required(UUID id, ScopedQuery visible, String tail) {
        ScopedQuery query = visible.and("w.id = :id", "id", id);
        return WorkVisibility.rows(SELECT, query, tail, MedicalOrder.class, 1)
                .chain(found -> found.isEmpty()
                        ? HiddenRows.notFound("order", "MedicalOrder", id)
                        : Uni.createFrom().item(found.get(0)));
    }

    /** For work that another record allows, with its row locked until the transaction ends. */
    public Uni<MedicalOrder> lock(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResult();
    }

    /** Those of an appointment, with their rows locked until the transaction ends. */
    public Uni<List<MedicalOrder>> lockOfAppointment(UUID appointmentId) {
        return find("appointmentId = ?1 order by id", appointmentId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** Those of an encounter, with their rows locked until the transaction ends. */
    public Uni<List<MedicalOrder>> lockOfEncounter(UUID encounterId) {
        return find("encounterId = ?1 order by id", encounterId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .list();
    }

    /** What a list is about; null asks for any. */
    record Filter(
            @Nullable UUID patientId,
            @Nullable OrderStatus status,
            @Nullable OrderKind kind) {
        boolean isOfOpenOnes() {
            return status == OrderStatus.ACTIVE || status == OrderStatus.IN_PROGRESS;
        }
    }

    /** Newest first: ids are made in the order of time. */
    Uni<List<MedicalOrder>> list(Filter filter, Caller caller, @Nullable UUID last, int limit) {
        ScopedQuery query = visibility
                .orders(caller)
                .and("w.patient_id = :patient", "patient", filter.patientId())
                .and(WorkVisibility.hasStatus(filter.status()))
                .and(
                        "w.kind = :kind",
                        "kind",
                        filter.kind() == null ? null : filter.kind().name())
                .and("w.id < :last", "last", last);
        if (filter.patientId() == null && !filter.isOfOpenOnes()) visibility.recentOnly(query);
        return WorkVisibility.rows(SELECT, query, " order by w.id desc", MedicalOrder.class, limit + 1);
    }
}
