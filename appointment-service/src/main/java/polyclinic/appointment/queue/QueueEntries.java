package polyclinic.appointment.queue;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.NotFound;

/** A doctor sees the own queue, the other staff all of them. */
@ApplicationScoped
public class QueueEntries implements PanacheRepositoryBase<QueueEntry, UUID> {
    private static final String SCOPE = "(doctorId in (select d.id from Doctor d where d.subject = :subject))";

    /** Doctors of one clinic may sit in several zones, and it is not the same day in all of them. The range serves the index. */
    private static final String TODAY = "day between :yesterday and :tomorrow and day ="
            + " (select cast(function('timezone', d.timeZone, :now) as LocalDate) from Doctor d where d.id = doctorId)";

    /**
     * The next token number of a doctor's day. The counter's row is locked until the transaction ends, so numbers are unique
     * and increase in the order of commits; nothing ever counts down, so none is used twice.
     */
    public Uni<Integer> nextToken(UUID doctorId, LocalDate day) {
        return Panache.getSession().chain(session -> session.createNativeQuery("""
                                insert into queue_counter (doctor_id, day, last) values (:doctor, :day, 1)
                                on conflict (doctor_id, day) do update set last = queue_counter.last + 1
                                returning last""", Integer.class)
                .setParameter("doctor", doctorId)
                .setParameter("day", day)
                .getSingleResult());
    }

    /** The appointment of an entry, so that the appointment can be locked before the entry. */
    public Uni<Link> requireLink(UUID id, Caller caller) {
        return Panache.getSession()
                .chain(session -> {
                    String doctors = caller.onlyDoctor() == null ? "" : " and " + SCOPE;
                    var query = session.createQuery(
                            "select doctorId, appointmentId from QueueEntry where id = :id" + doctors, Object[].class);
                    query.setParameter("id", id);
                    if (caller.onlyDoctor() != null) query.setParameter("subject", caller.onlyDoctor());
                    return query.getSingleResultOrNull();
                })
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("queue entry"))
                .map(row -> new Link((UUID) row[0], (UUID) row[1]));
    }

    /** @param appointmentId null for a walk-in */
    public record Link(UUID doctorId, UUID appointmentId) {}

    public Uni<QueueEntry> lock(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("queue entry"));
    }

    /**
     * Those to be seen first come first: by priority, then by token number.
     *
     * @param day   in the doctor's zone; null for today, where each doctor is
     * @param after priority and token of the last one shown, or null
     */
    public Uni<List<QueueEntry>> list(
            UUID doctorId, LocalDate day, Instant now, QueueStatus status, Caller caller, Position after, int limit) {
        StringBuilder where = new StringBuilder(day == null ? TODAY : "day = :day");
        Map<String, Object> with = new HashMap<>(day == null ? today(now) : Map.of("day", day));
        if (doctorId != null) {
            where.append(" and doctorId = :doctor");
            with.put("doctor", doctorId);
        }
        if (status != null) {
            where.append(" and status = :status");
            with.put("status", status);
        }
        if (caller.onlyDoctor() != null) {
            where.append(" and ").append(SCOPE);
            with.put("subject", caller.onlyDoctor());
        }
        if (after != null) {
            where.append(" and (urgency < :urgency or urgency = :urgency and (tokenNumber > :token"
                    + " or tokenNumber = :token and id > :id))");
            with.put("urgency", after.urgency());
            with.put("token", after.token());
            with.put("id", after.id());
        }
        return find(where + " order by urgency desc, tokenNumber, id", with)
                .range(0, limit)
                .list();
    }

    private static Map<String, Object> today(Instant now) {
        LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return Map.of("now", now, "yesterday", day.minusDays(1), "tomorrow", day.plusDays(1));
    }

    /** Where a page ended. */
    public record Position(int urgency, int token, UUID id) {}

    /** Everybody who is still in the queue. */
    public Uni<List<QueueEntry>> open(UUID doctorId, LocalDate day) {
        return list(
                "doctorId = ?1 and day = ?2 and status not in (?3, ?4) order by urgency desc, tokenNumber",
                doctorId,
                day,
                QueueStatus.COMPLETED,
                QueueStatus.CANCELLED);
    }
}
