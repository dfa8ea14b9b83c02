package polyclinic.appointment.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;

/** A patient sees the own appointments, a doctor those with them, reception and nurses all. */
@ApplicationScoped
public class Appointments implements PanacheRepositoryBase<Appointment, UUID> {
    private static final List<AppointmentStatus> FREE_AGAIN =
            List.of(AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW);

    public Uni<Appointment> require(UUID id, Caller caller) {
        return required(id, caller, LockModeType.NONE);
    }

    /** Nobody else changes it until the transaction ends. */
    public Uni<Appointment> lock(UUID id, Caller caller) {
        return required(id, caller, LockModeType.PESSIMISTIC_WRITE);
    }

    private Uni<Appointment> required(UUID id, Caller caller, LockModeType lock) {
        Map<String, Object> with = new HashMap<>(Map.of("id", id));
        return find("id = :id" + scope(caller, with), with)
                .withLock(lock)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("appointment"));
    }

    /** What a list is about; every part may be null or, for the statuses, empty. */
    record Filter(UUID patientId, UUID doctorId, Instant from, Instant to, List<AppointmentStatus> statuses) {}

    /** Where a page ended. */
    record Position(Instant startsAt, UUID id) {}

    /** Earliest first. */
    Uni<List<Appointment>> list(Filter filter, Caller caller, Position after, int limit) {
        Map<String, Object> with = new HashMap<>();
        StringBuilder where = new StringBuilder("1 = 1").append(scope(caller, with));
        if (filter.patientId() != null) {
            where.append(" and patientId = :asked");
            with.put("asked", filter.patientId());
        }
        if (filter.doctorId() != null) {
            where.append(" and doctorId = :doctor");
            with.put("doctor", filter.doctorId());
        }
        if (filter.from() != null) {
            where.append(" and startsAt >= :from");
            with.put("from", filter.from());
        }
        if (filter.to() != null) {
            where.append(" and startsAt < :to");
            with.put("to", filter.to());
        }
        if (!filter.statuses().isEmpty()) {
            where.append(" and status in :statuses");
            with.put("statuses", filter.statuses());
        }
        if (after != null) {
            where.append(" and (startsAt > :last or startsAt = :last and id > :lastId)");
            with.put("last", after.startsAt());
            with.put("lastId", after.id());
        }
        return find(where + " order by startsAt, id", with).range(0, limit).list();
    }

    /** The stretches of a doctor's time that are taken, pauses included. */
    public Uni<List<Schedule.Span>> taken(UUID doctorId, Instant from, Instant to) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "select startsAt, blockedUntil from Appointment where doctorId = :doctor"
                                        + " and startsAt < :to and blockedUntil > :from and overbookReason is null"
                                        + " and status not in :free",
                                Object[].class)
                        .setParameter("doctor", doctorId)
                        .setParameter("to", to)
                        .setParameter("from", from)
                        .setParameter("free", FREE_AGAIN)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Schedule.Span((Instant) row[0], (Instant) row[1]))
                        .toList());
    }

    private static String scope(Caller caller, Map<String, Object> with) {
        if (caller.onlyPatient() != null) {
            with.put("patient", caller.onlyPatient());
            return " and patientId = :patient";
        }
        if (caller.onlyDoctor() != null) {
            with.put("subject", caller.onlyDoctor());
            return " and doctorId in (select d.id from Doctor d where d.subject = :subject)";
        }
        return "";
    }
}
