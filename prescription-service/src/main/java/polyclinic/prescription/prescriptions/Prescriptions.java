package polyclinic.prescription.prescriptions;

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

/** Prescriptions with their items. The caller's scope is part of the query. */
@ApplicationScoped
public class Prescriptions implements PanacheRepositoryBase<Prescription, UUID> {
    /** Whether the doctor who wrote {@code p} has this account: as they are known, else as their appointment told. */
    private static final String WRITTEN_BY = """
            (p.doctor_id in (select d.doctor_id from care_doctor d where d.subject = :doctor)
             or p.doctor_subject = :doctor
                and not exists (select from care_doctor d where d.doctor_id = p.doctor_id))""";

    private static final String DUE = """
            select id from prescription
             where status in ('ISSUED', 'PARTIALLY_DISPENSED') and expires_at <= :now
             order by expires_at limit :limit for update skip locked""";

    private static final String OPEN = """
            p.patient_id = :patient
            and (p.status in ('ISSUING', 'ISSUED', 'PARTIALLY_DISPENSED')
                 or p.status = 'DISPENSED' and p.expires_at > :now
                    and exists (select from prescription_item i
                                 where i.prescription_id = p.id and i.refills_used < i.refills)
                 or exists (select from medicine_given g
                             where g.patient_id = :patient and g.prescription_id = p.id and g.lasts_until > :now))
            order by p.id desc""";

    private static final String IN_FORCE = """
            p.status in ('ISSUING', 'ISSUED', 'PARTIALLY_DISPENSED', 'DISPENSED')
            and (p.status <> 'DISPENSED' or p.expires_at > :now
                 or exists (select from medicine_given g
                             where g.patient_id = p.patient_id and g.prescription_id = p.id and g.lasts_until > :now))""";

    private static final int MAX_OPEN = 200;
    /** So many are worked on at once. */
    private static final int PORTION = 100;

    private static final String WITH_ITEMS = "select p from Prescription p left join fetch p.items where p.id = :id";

    /**
     * The prescription, or null when there is none within the scope.
     *
     * @param drafts whose prescriptions are seen before they are issued, too
     */
    Uni<@Nullable Prescription> visible(UUID id, Scope scope, Scope drafts) {
        Map<String, Object> parameters = new HashMap<>(Map.of("id", id));
        return ids("p.id = :id and " + within(scope, drafts, parameters), parameters, 1)
                .chain(found -> found.isEmpty() ? Uni.createFrom().nullItem() : whole(id));
    }

    /** Whether the account is that of the doctor who wrote it. */
    Uni<Boolean> isWrittenBy(UUID id, String subject) {
        return ids("p.id = :id and " + WRITTEN_BY, Map.of("id", id, "doctor", subject), 1)
                .map(found -> !found.isEmpty());
    }

    /** For work on behalf of no caller; null when there is none. */
    public Uni<@Nullable Prescription> whole(UUID id) {
        return find(WITH_ITEMS, Map.of("id", id))
                .<Prescription>list()
                .map(found -> found.isEmpty() ? null : found.get(0));
    }

    /** For work on behalf of no caller, with its row locked until the transaction ends. Fails with 404 when there is none. */
    public Uni<Prescription> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<Prescription>firstResult()
                .chain(found -> found == null ? Uni.createFrom().<Prescription>nullItem() : whole(id))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("prescription"));
    }

    /**
     * A portion of the prescriptions of a context, cancelled ones included, in the order of their ids, with their rows locked until the
     * transaction ends. Behind the last portion there is an empty one.
     *
     * @param after the last id of the portion before, or null
     */
    public Uni<List<Prescription>> lockedIn(CareContext.Reference context, @Nullable UUID after) {
        String column = context.appointmentId() != null ? "appointment_id" : "encounter_id";
        UUID id = context.appointmentId() != null ? context.appointmentId() : context.encounterId();
        Map<String, Object> parameters = new HashMap<>(Map.of("context", id));
        StringBuilder where = new StringBuilder("p." + column + " = :context");
        if (after != null) {
            where.append(" and p.id > :after");
            parameters.put("after", after);
        }
        return ids(where + " order by p.id for update", parameters, PORTION).chain(this::withItems);
    }

    /**
     * The patient's prescriptions that are being issued, are in force, may be refilled, or whose medicines the patient still takes; at
     * most two hundred, the newest.
     */
    public Uni<List<Prescription>> openOf(UUID patientId, Instant now) {
        return ids(OPEN, Map.of("patient", patientId, "now", now), MAX_OPEN).chain(this::withItems);
    }

    /**
     * Those of all patients that are being issued, are in force or may be refilled, or whose medicines are still taken, in the order of
     * their ids.
     *
     * @param after the last id of the portion before, or null
     */
    public Uni<List<Prescription>> inForce(@Nullable UUID after, int limit, Instant now) {
        Map<String, Object> parameters = new HashMap<>(Map.of("now", now));
        StringBuilder where = new StringBuilder(IN_FORCE);
        if (after != null) {
            where.append(" and p.id > :after");
            parameters.put("after", after);
        }
        return ids(where + " order by p.id", parameters, limit).chain(this::withItems);
    }

    /** Issued prescriptions whose time is over, locked until the transaction ends; without those that others have locked. */
    public Uni<List<Prescription>> lockedDue(Instant now, int limit) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(DUE, UUID.class)
                        .setParameter("now", now)
                        .setParameter("limit", limit)
                        .getResultList())
                .chain(this::withItems);
    }

    /**
     * Newest first.
     *
     * @param patientId or null for any
     * @param status or null for any
     * @param after the last id of the previous page, or null
     * @param drafts whose prescriptions are seen before they are issued, too
     * @return one more than the limit when there are more
     */
    Uni<List<Prescription>> list(
            @Nullable UUID patientId,
            @Nullable PrescriptionStatus status,
            @Nullable UUID after,
            int limit,
            Scope scope,
            Scope drafts) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder where = new StringBuilder(within(scope, drafts, parameters));
        if (patientId != null) {
            where.append(" and p.patient_id = :asked");
            parameters.put("asked", patientId);
        }
        if (status != null) {
            where.append(" and p.status = :status");
            parameters.put("status", status.name());
        }
        if (after != null) {
            where.append(" and p.id < :after");
            parameters.put("after", after);
        }
        return ids(where + " order by p.id desc", parameters, limit + 1).chain(this::withItems);
    }

    /** Selects ids first: joined with its items, a prescription is several rows, which a limit would cut apart. */
    private static Uni<List<UUID>> ids(String condition, Map<String, Object> parameters, int limit) {
        return Panache.getSession().chain(session -> {
            var query = session.createNativeQuery("select p.id from prescription p where " + condition, UUID.class);
            parameters.forEach(query::setParameter);
            return query.setMaxResults(limit).getResultList();
        });
    }

    private Uni<List<Prescription>> withItems(List<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(List.of());
        return find("select distinct p from Prescription p left join fetch p.items where p.id in ?1", ids)
                .<Prescription>list()
                .map(found -> found.stream()
                        .sorted(Comparator.comparingInt(prescription -> ids.indexOf(prescription.id())))
                        .toList());
    }

    /** Issued within the one scope, or in any status within the other. */
    private static String within(Scope issued, Scope drafts, Map<String, Object> parameters) {
        return "(" + within(drafts, parameters) + " or p.issued_at is not null and " + within(issued, parameters) + ")";
    }

    /** The condition of a scope; adds its parameters. */
    private static String within(Scope scope, Map<String, Object> parameters) {
        return scope.match(
                () -> "true",
                patient -> issuedTo(patient, parameters),
                doctor -> writtenOrInCare(doctor, parameters),
                (patient, doctor) ->
                        "(" + issuedTo(patient, parameters) + " or " + writtenOrInCare(doctor, parameters) + ")",
                () -> "false");
    }

    private static String issuedTo(UUID patient, Map<String, Object> parameters) {
        parameters.put("patient", patient);
        return "(p.patient_id = :patient and p.issued_at is not null)";
    }

    private static String writtenOrInCare(String doctor, Map<String, Object> parameters) {
        parameters.put("doctor", doctor);
        return "(" + WRITTEN_BY + " or " + PostgresCareStore.IN_CARE.formatted("p.patient_id", ":doctor") + ")";
    }
}
