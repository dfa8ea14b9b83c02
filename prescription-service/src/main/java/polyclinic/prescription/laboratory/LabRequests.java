package polyclinic.prescription.laboratory;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.postgres.PostgresCareStore;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.NotFound;
import polyclinic.prescription.projections.appointments.CareContext;

/** Laboratory requests with the newest version of their results. The caller's scope is part of the query. */
@ApplicationScoped
public class LabRequests implements PanacheRepositoryBase<LabRequest, UUID> {
    /** Whether this account asked for it: as its doctor is known, or as it did so itself. */
    private static final String REQUESTED_BY = """
            (r.doctor_subject = :doctor
             or r.doctor_id in (select d.doctor_id from care_doctor d where d.subject = :doctor))""";

    private static final String WITH_REPORTS =
            "select distinct r from LabRequest r left join fetch r.reports where r.id in ?1";

    /** So many are worked on at once. */
    private static final int PORTION = 100;

    private static final String OVERDUE = """
            select id from lab_request
             where status = 'RESULTED' and overdue_told < result_version and review_due_at <= :now
             order by review_due_at limit :portion for update skip locked""";

    /** What a list is asked for. Null stands for any; after is the last id of the page before. */
    public record Search(
            @Nullable UUID patientId,
            @Nullable LabRequestStatus status,
            @Nullable LabPriority priority,
            @Nullable UUID after,
            int limit) {}

    /** The next number, {@code L0000123}. In the open transaction. */
    public Uni<String> nextNumber() {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("select nextval('lab_request_number')", Long.class)
                        .getSingleResult())
                .map("L%07d"::formatted);
    }

    /** The request, or null when there is none within the scope. */
    public Uni<@Nullable LabRequest> visible(UUID id, Scope scope) {
        Map<String, Object> parameters = new HashMap<>(Map.of("id", id));
        return ids("r.id = :id and " + within(scope, parameters), parameters, 1)
                .chain(found -> found.isEmpty() ? Uni.createFrom().nullItem() : whole(id));
    }

    /** For work on behalf of no caller; null when there is none. */
    public Uni<@Nullable LabRequest> whole(UUID id) {
        return withReports(List.of(id)).map(found -> found.isEmpty() ? null : found.get(0));
    }

    /** For a caller who was let in, with its row locked until the transaction ends. Fails with 404 when there is none. */
    public Uni<LabRequest> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<LabRequest>firstResult()
                .chain(found -> found == null ? Uni.createFrom().<LabRequest>nullItem() : whole(id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("lab request"));
    }

    /**
     * A portion of the requests of a context in the order of their ids, with their rows locked until the transaction ends. Behind the
     * last portion there is an empty one.
     *
     * @param after the last id of the portion before, or null
     */
    public Uni<List<LabRequest>> lockedIn(CareContext.Reference context, @Nullable UUID after) {
        String column = context.appointmentId() != null ? "appointment_id" : "encounter_id";
        UUID id = context.appointmentId() != null ? context.appointmentId() : context.encounterId();
        Map<String, Object> parameters = new HashMap<>(Map.of("context", id));
        StringBuilder where = new StringBuilder("r." + column + " = :context");
        if (after != null) {
            where.append(" and r.id > :after");
            parameters.put("after", after);
        }
        return ids(where + " order by r.id for update", parameters, PORTION).chain(this::withReports);
    }

    /**
     * Versions of a request's results, newest first, one more than the limit when there are more.
     *
     * @param after the last id of the page before, or null
     */
    public Uni<List<LabReport>> reports(UUID requestId, @Nullable UUID after, int limit) {
        Map<String, Object> parameters = new HashMap<>(Map.of("request", requestId));
        if (after != null) parameters.put("after", after);
        return Panache.getSession().chain(session -> {
            var query = session.createQuery(
                    "select p from LabReport p where p.request.id = :request"
                            + (after == null ? "" : " and p.id < :after") + " order by p.id desc",
                    LabReport.class);
            parameters.forEach(query::setParameter);
            return query.setMaxResults(limit + 1).getResultList();
        });
    }

    /**
     * Those whose newest results should have been reviewed by now and of which that was not told, with their rows locked; rows that
     * another replica has locked are passed over.
     */
    public Uni<List<LabRequest>> overdue(Instant now, int portion) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OVERDUE, UUID.class)
                        .setParameter("now", now)
                        .setParameter("portion", portion)
                        .getResultList())
                .chain(this::withReports);
    }

    /** Newest first, one more than the limit when there are more. */
    public Uni<List<LabRequest>> list(Search search, Scope scope) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder where = new StringBuilder(within(scope, parameters));
        if (search.patientId() != null) {
            where.append(" and r.patient_id = :asked");
            parameters.put("asked", search.patientId());
        }
        if (search.status() != null) {
            where.append(" and r.status = :status");
            parameters.put("status", search.status().name());
        }
        if (search.priority() != null) {
            where.append(" and r.priority = :priority");
            parameters.put("priority", search.priority().name());
        }
        if (search.after() != null) {
            where.append(" and r.id < :after");
            parameters.put("after", search.after());
        }
        return ids(where + " order by r.id desc", parameters, search.limit() + 1)
                .chain(this::withReports);
    }

    /** Selects ids first: what is locked or limited is a request, whatever is joined to it. */
    private static Uni<List<UUID>> ids(String condition, Map<String, Object> parameters, int limit) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery("select r.id from lab_request r where " + condition, UUID.class);
            parameters.forEach(query::setParameter);
            return query.setMaxResults(limit).getResultList();
        });
    }

    private Uni<List<LabRequest>> withReports(List<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(List.of());
        return find(WITH_REPORTS, ids).<LabRequest>list().map(found -> found.stream()
                .sorted(Comparator.comparingInt(request -> ids.indexOf(request.id())))
                .toList());
    }

    /** The condition of a scope; adds its parameters. */
    private static String within(Scope scope, Map<String, Object> parameters) {
        return scope.match(
                () -> "true",
                patient -> releasedTo(patient, parameters),
                doctor -> requestedOrInCare(doctor, parameters),
                (patient, doctor) ->
                        "(" + releasedTo(patient, parameters) + " or " + requestedOrInCare(doctor, parameters) + ")",
                () -> "false");
    }

    private static String releasedTo(UUID patient, Map<String, Object> parameters) {
        parameters.put("patient", patient);
        return "(r.patient_id = :patient and r.released)";
    }

    private static String requestedOrInCare(String doctor, Map<String, Object> parameters) {
        parameters.put("doctor", doctor);
        return "(" + REQUESTED_BY + " or " + PostgresCareStore.IN_CARE.formatted("r.patient_id", ":doctor") + ")";
    }
}
