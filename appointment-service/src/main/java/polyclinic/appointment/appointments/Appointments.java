package polyclinic.appointment.appointments;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.ScopedQuery;
import polyclinic.appointment.doctors.DoctorSummary;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.HiddenRows;
import polyclinic.commons.postgres.reconciliation.RestatedFacts;
import polyclinic.commons.web.PageKey;
import polyclinic.commons.web.TimeRange;

/** A patient sees their own appointments, a doctor those with them, reception and nurses all. */
@ApplicationScoped
public class Appointments implements PanacheRepositoryBase<Appointment, UUID>, RestatedFacts {
    private static final List<AppointmentStatus> FREE_AGAIN =
            List.of(AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW);

    /** More than any appointment lasts with the pause after it: what began before does not reach into a stretch of time. */
    private static final Duration LONGEST = Duration.ofHours(24);

    /** Longer than an appointment counts anywhere: care lasts a year from its start. */
    private static final Duration STATED = Duration.ofDays(400);

    private final Doctors doctors;
    private final Clock clock;

    Appointments(Doctors doctors, Clock clock) {
        this.doctors = doctors;
        this.clock = clock;
    }

    Uni<AppointmentWithDoctor> require(UUID id, Scope scope) {
        return required(id, scope, LockModeType.NONE);
    }

    /** No other transaction changes it until this one ends. */
    public Uni<AppointmentWithDoctor> lock(UUID id, Scope scope) {
        return required(id, scope, LockModeType.PESSIMISTIC_WRITE);
    }

    private Uni<AppointmentWithDoctor> required(UUID id, Scope scope, LockModeType lock) {
        ScopedQuery query = ScopedQuery.within(scope).and("id = :id", "id", id);
        return find(query.conditions(), query.parameters())
                .withLock(lock)
                .firstResult()
                .onItem()
                .ifNull()
                .switchTo(() -> HiddenRows.notFound("appointment", "Appointment", id))
                .chain(appointment -> doctors.require(appointment.doctorId())
                        .map(doctor -> new AppointmentWithDoctor(appointment, doctor)));
    }

    /** @param statuses any when empty */
    record Filter(
            @Nullable UUID patientId, @Nullable UUID doctorId, TimeRange range, List<AppointmentStatus> statuses) {}

    /** Earliest first. */
    Uni<List<Appointment>> list(Filter filter, Scope scope, @Nullable PageKey after, int limit) {
        ScopedQuery query = ScopedQuery.within(scope)
                .and("patientId = :patient", "patient", filter.patientId())
                .and("doctorId = :doctor", "doctor", filter.doctorId())
                .and("startsAt >= :from", "from", filter.range().from())
                .and("startsAt < :before", "before", filter.range().before());
        if (!filter.statuses().isEmpty()) query.and("status in :statuses", "statuses", filter.statuses());
        if (after != null)
            query.and("(startsAt, id) > (:last, :lastId)", "last", after.at()).with("lastId", after.id());
        return find(query.conditions() + " order by startsAt, id", query.parameters())
                .range(0, limit)
                .list();
    }

    /** The stretches of a doctor's time that are taken, pauses included. */
    public Uni<List<Schedule.Interval>> taken(UUID doctorId, Instant from, Instant to) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "select startsAt, blockedUntil from Appointment where doctorId = :doctor"
                                        + " and startsAt > :earliest and startsAt < :to and blockedUntil > :from"
                                        + " and overbookReason is null"
                                        + " and status not in :free",
                                Object[].class)
                        .setParameter("doctor", doctorId)
                        .setParameter("to", to)
                        .setParameter("earliest", from.minus(LONGEST))
                        .setParameter("from", from)
                        .setParameter("free", FREE_AGAIN)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Schedule.Interval((Instant) row[0], (Instant) row[1]))
                        .toList());
    }

    @Override
    public String statedKind() {
        return "appointments";
    }

    @Override
    public Uni<List<Fact>> state(UUID after, int limit) {
        return RestatedFacts.first(
                        find(
                                "id > ?1 and startsAt > ?2 order by id",
                                after,
                                clock.instant().minus(STATED)),
                        limit)
                .chain(page -> doctors.summaries(
                                page.stream().map(Appointment::doctorId).collect(Collectors.toSet()))
                        .map(found -> facts(page, found)));
    }

    private static List<Fact> facts(List<Appointment> page, Map<UUID, DoctorSummary> doctors) {
        return page.stream()
                .map(appointment -> appointment.fact(Objects.requireNonNull(doctors.get(appointment.doctorId()))))
                .toList();
    }
}
