package polyclinic.appointment.queue;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.ScopedQuery;
import polyclinic.appointment.doctors.DoctorSummary;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.provenance.ExternalId;
import polyclinic.commons.values.ClinicDays;

/** A doctor sees their own queue, the other staff all of them and the common one, where patients wait who have no doctor yet. */
@ApplicationScoped
public class QueueEntries implements PanacheRepositoryBase<QueueEntry, UUID>, RestatedFacts {
    /** Doctors of one clinic may sit in several zones, and it is not the same day in all of them. The range serves the index. */
    private static final String TODAY =
            "day between :yesterday and :tomorrow and (doctorId is null and day = :today or day ="
                    + " (select cast(function('timezone', d.timeZone, :now) as LocalDate) from Doctor d where d.id = doctorId))";

    private static final String OPEN = "status not in (polyclinic.appointment.queue.QueueStatus.COMPLETED,"
            + " polyclinic.appointment.queue.QueueStatus.CANCELLED)";

    private final ClinicDays days;
    private final Doctors doctors;

    QueueEntries(ClinicDays days, Doctors doctors) {
        this.days = days;
        this.doctors = doctors;
    }

    /**
     * The next token number of a doctor's day, for a patient who does not wait for this doctor yet; else fails with {@link
     * AlreadyWaiting}. The counter's row is locked until the transaction ends, so numbers are unique and increase in the order of
     * commits; nothing ever counts down, so none is used twice.
     */
    public Uni<Integer> nextToken(UUID patientId, UUID doctorId, LocalDate day) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into queue_counter (doctor_id, day, last) values (:doctor, :day, 1)
                                on conflict (doctor_id, day) do update set last = queue_counter.last + 1
                                returning last""", Integer.class)
                        .setParameter("doctor", doctorId)
                        .setParameter("day", day)
                        .getSingleResult())
                .call(() -> requireNotWaiting(
                        find("patientId = ?1 and doctorId = ?2 and day = ?3 and " + OPEN, patientId, doctorId, day)));
    }

    /** The same of the common queue, whose numbers are the clinic's. */
    public Uni<Integer> nextCommonToken(UUID patientId, LocalDate day) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into common_queue_counter (day, last) values (:day, 1)
                                on conflict (day) do update set last = common_queue_counter.last + 1
                                returning last""", Integer.class)
                        .setParameter("day", day)
                        .getSingleResult())
                .call(() -> requireNotWaiting(
                        find("patientId = ?1 and doctorId is null and day = ?2 and " + OPEN, patientId, day)));
    }

    /** After the counter was locked: whoever was faster has committed, and is seen. */
    private static Uni<Void> requireNotWaiting(PanacheQuery<QueueEntry> same) {
        return same.project(QueueEntryRef.class)
                .firstResult()
                .invoke(waiting -> {
                    if (waiting != null) throw new AlreadyWaiting(waiting.id());
                })
                .replaceWithVoid();
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
     * @param assigned whether those are asked for who have a doctor, or those of the common queue
     * @param day where each doctor is, of the common queue where the clinic is; today there when absent
     * @param externalId what comes from elsewhere under this id there, of any day
     */
    record Filter(
            @Nullable UUID doctorId,
            @Nullable UUID patientId,
            @Nullable Boolean assigned,
            @Nullable LocalDate day,
            @Nullable QueueStatus status,
            @Nullable ExternalId externalId) {}

    /** Where a page of the queue ended: it is sorted by urgency, so a time does not say it. */
    record QueuePosition(int urgency, int token, UUID id) {}

    /** Those to be seen first come first: by priority, then by token number. */
    Uni<List<QueueEntry>> list(Filter filter, Instant now, Scope scope, @Nullable QueuePosition after, int limit) {
        ScopedQuery query = ScopedQuery.within(scope)
                .and("day = :day", "day", filter.day())
                .and("doctorId = :doctor", "doctor", filter.doctorId())
                .and("patientId = :patient", "patient", filter.patientId())
                .and("status = :status", "status", filter.status())
                .from(filter.externalId());
        if (filter.assigned() != null) query.and(filter.assigned() ? "doctorId is not null" : "doctorId is null");
        if (filter.day() == null && filter.externalId() == null) today(query, now);
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

    private void today(ScopedQuery query, Instant now) {
        LocalDate day = now.atOffset(ZoneOffset.UTC).toLocalDate();
        query.and(TODAY)
                .with("now", now)
                .with("today", days.day(now))
                .with("yesterday", day.minusDays(1))
                .with("tomorrow", day.plusDays(1));
    }

    /** Those who are still in a doctor's queue, or in the common one. */
    Uni<List<QueueEntry>> open(@Nullable UUID doctorId, LocalDate day) {
        String rest = " and day = ?1 and " + OPEN + " order by urgency desc, tokenNumber";
        return doctorId == null ? list("doctorId is null" + rest, day) : list("doctorId = ?2" + rest, day, doctorId);
    }

    @Override
    public String statedKind() {
        return "queue-entries";
    }

    /** Those of patients without an appointment: of the others nobody keeps anything. */
    @Override
    public Uni<List<Fact>> state(UUID after, int limit) {
        return RestatedFacts.first(find("id > ?1 and appointmentId is null order by id", after), limit)
                .chain(page -> doctors.summaries(page.stream()
                                .map(QueueEntry::doctorId)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toSet()))
                        .map(found ->
                                page.stream().map(entry -> fact(entry, found)).toList()));
    }

    private static Fact fact(QueueEntry entry, Map<UUID, DoctorSummary> doctors) {
        UUID doctor = entry.doctorId();
        DoctorSummary summary = doctor == null ? null : doctors.get(doctor);
        return new Fact(entry.id(), entry.movedEvent(summary == null ? null : summary.subject()), entry.updatedAt());
    }
}
