package polyclinic.appointment.queue;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.ScopedQuery;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;

/** A doctor sees their own queue, the other staff all of them. */
@ApplicationScoped
public class QueueEntries implements PanacheRepositoryBase<QueueEntry, UUID> {
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

    public Uni<QueueEntryRef> requireRef(UUID id, Scope scope) {
        ScopedQuery query = ScopedQuery.within(scope).and("id = :id", "id", id);
        return find(query.conditions(), query.parameters())
                .project(QueueEntryRef.class)
                .firstResult()
                .onItem()
                .ifNull()
                .switchTo(() -> HiddenRows.notFound("queue entry", "QueueEntry", id));
    }

    Uni<QueueEntry> require(UUID id, Scope scope) {
        ScopedQuery query = ScopedQuery.within(scope).and("id = :id", "id", id);
        return find(query.conditions(), query.parameters())
                .firstResult()
                .onItem()
                .ifNull()
                .switchTo(() -> HiddenRows.notFound("queue entry", "QueueEntry", id));
    }

    public Uni<QueueEntry> lock(UUID id) {
        return find("id", id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult()
                .onItem()
                .ifNull()
                .switchTo(() -> HiddenRows.notFound("queue entry", "QueueEntry", id));
    }

    /**
     * What a list is about.
     *
     * @param day in the doctor's zone; today, where each doctor is, when absent
     */
    record Filter(
            @Nullable UUID doctorId,
            @Nullable UUID patientId,
            @Nullable LocalDate day,
            @Nullable QueueStatus status) {}

    /** Where a page of the queue ended: it is sorted by urgency, so a time does not say it. */
    record QueuePosition(int urgency, int token, UUID id) {}

    /** Those to be seen first come first: by priority, then by token number. */
    Uni<List<QueueEntry>> list(Filter filter, Instant now, Scope scope, @Nullable QueuePosition after, int limit) {
        ScopedQuery query = ScopedQuery.within(scope)
                .and("day = :day", "day", filter.day())
                .and("doctorId = :doctor", "doctor", filter.doctorId())
                .and("patientId = :patient", "patient", filter.patientId())
                .and("status = :status", "status", filter.status());
        if (filter.day() == null) today(query, now);
        if (after != null)
            query.and("urgency < :urgency or urgency = :urgency and (tokenNumber > :token"
                            + " or tokenNumber = :token and id > :id)")
                    .with("urgency", after.urgency())
                    .with("token", after.token())
                    .with("id", after.id());
        return find(query.conditions() + " order by urgency desc, tokenNumber, id", query.parameters())
                .range(0, limit)
                .list();
    }

    private static void today(ScopedQuery query, Instant now) {
        LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
        query.and(TODAY).with("now", now).with("yesterday", day.minusDays(1)).with("tomorrow", day.plusDays(1));
    }

    /** Those who are still in a doctor's queue. */
    Uni<List<QueueEntry>> open(UUID doctorId, LocalDate day) {
        return list(
                "doctorId = ?1 and day = ?2 and status not in (?3, ?4) order by urgency desc, tokenNumber",
                doctorId,
                day,
                QueueStatus.COMPLETED,
                QueueStatus.CANCELLED);
    }
}
