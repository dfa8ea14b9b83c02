package polyclinic.prescription.orders;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.problem.NotFound;

/**
 * Who sees which prescription is decided here: patients what was issued to them, doctors what they wrote and what
 * concerns the patients in their care, nurses, pharmacists and administrators all.
 */
@ApplicationScoped
public class Prescriptions implements PanacheRepositoryBase<Prescription, UUID> {
    private static final String WITH_ITEMS = "select p from Prescription p left join fetch p.items where p.id = :id";

    /** Fails with 404 when there is none that the caller may see. */
    public Uni<Prescription> require(UUID id, Caller caller) {
        return visible(id, caller).onItem().ifNull().failWith(() -> new NotFound("prescription"));
    }

    /** The prescription, or null when there is none that the caller may see. */
    public Uni<Prescription> visible(UUID id, Caller caller) {
        Map<String, Object> with = new HashMap<>(Map.of("id", id));
        return one(WITH_ITEMS + access(caller, with), with);
    }

    /** For a process, which acts for nobody: with its row locked, or null. */
    public Uni<Prescription> locked(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<Prescription>firstResult()
                .chain(found -> found == null ? Uni.createFrom().nullItem() : whole(id));
    }

    public Uni<Prescription> whole(UUID id) {
        return one(WITH_ITEMS, Map.of("id", id));
    }

    /** Not by a limit on rows: with its items a prescription is several. */
    private Uni<Prescription> one(String query, Map<String, Object> with) {
        return find(query, with).<Prescription>list().map(found -> found.isEmpty() ? null : found.get(0));
    }

    /** All of an appointment, the cancelled ones too, with their rows locked. */
    Uni<List<Prescription>> lockedOf(UUID appointmentId) {
        return find("appointmentId", appointmentId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .<Prescription>list()
                .map(found -> found.stream().map(Prescription::id).toList())
                .chain(this::withItems);
    }

    /**
     * Newest first.
     *
     * @param patientId or null for any
     * @param status or null for any
     * @param after the last id of the page before, or null
     */
    public Uni<List<Prescription>> list(
            UUID patientId, PrescriptionStatus status, UUID after, int limit, Caller caller) {
        Map<String, Object> with = new HashMap<>();
        StringBuilder where = new StringBuilder("select p.id from Prescription p where 1 = 1");
        if (patientId != null) {
            where.append(" and p.patientId = :patient");
            with.put("patient", patientId);
        }
        if (status != null) {
            where.append(" and p.status = :status");
            with.put("status", status);
        }
        if (after != null) {
            where.append(" and p.id < :after");
            with.put("after", after);
        }
        where.append(access(caller, with)).append(" order by p.id desc");
        return Panache.getSession()
                .chain(session -> {
                    var query = session.createSelectionQuery(where.toString(), UUID.class);
                    with.forEach(query::setParameter);
                    return query.setMaxResults(limit + 1).getResultList();
                })
                .chain(this::withItems);
    }

    private Uni<List<Prescription>> withItems(List<UUID> ids) {
        if (ids.isEmpty()) return Uni.createFrom().item(List.of());
        return find("select distinct p from Prescription p left join fetch p.items where p.id in ?1", ids)
                .<Prescription>list()
                .map(found -> found.stream()
                        .sorted(Comparator.comparingInt(prescription -> ids.indexOf(prescription.id())))
                        .toList());
    }

    /** Appends what a caller may see, and its parameters. */
    private static String access(Caller caller, Map<String, Object> with) {
        if (caller.is(Roles.NURSE, Roles.PHARMACIST, Roles.ADMIN)) return "";
        if (caller.is(Roles.DOCTOR)) {
            with.put("doctor", caller.subject());
            return " and (p.doctorSubject = :doctor or p.patientId in (select a.patientId from KnownAppointment a"
                    + " where a.doctorSubject = :doctor and a.status <> 'cancelled'))";
        }
        with.put("self", caller.patientId() == null ? new UUID(0, 0) : caller.patientId());
        return " and p.patientId = :self and p.issuedAt is not null";
    }
}
