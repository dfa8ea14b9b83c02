package polyclinic.appointment.slots;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.appointments.Appointments;
import polyclinic.appointment.doctors.Doctor;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.appointment.schedules.Schedules;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.TimeRange;

/**
 * The times at which a doctor can be booked. They are computed, not stored: the timetable minus what is taken.
 *
 * <p>The gateway keeps the answers for callers with the same roles, so they may depend on nothing else of the caller.
 */
@ApplicationScoped
class SlotQueries {
    private static final Duration DEFAULT_RANGE = Duration.ofDays(7);
    private static final Duration MAX_RANGE = Duration.ofDays(62);

    /** Two months of quarters of an hour, day and night: below a mebibyte of JSON. */
    private static final int MAX_SLOTS = 6_000;

    private final Doctors doctors;
    private final Schedules schedules;
    private final Appointments appointments;
    private final Clock clock;

    SlotQueries(Doctors doctors, Schedules schedules, Appointments appointments, Clock clock) {
        this.doctors = doctors;
        this.schedules = schedules;
        this.appointments = appointments;
        this.clock = clock;
    }

    /** @param from a date means the doctor's; a week from now when both are absent */
    Uni<List<SlotView>> list(UUID doctorId, @Nullable String from, @Nullable String to) {
        return Panache.withSession(() -> doctors.require(doctorId).chain(doctor -> {
            TimeRange range = TimeRange.of(from, to, doctor.zone());
            Instant start = range.from() == null ? clock.instant() : range.from();
            Instant end = range.before() == null ? start.plus(DEFAULT_RANGE) : range.before();
            if (end.isBefore(start)) throw Problem.invalid("to", "must not be before from");
            if (Duration.between(start, end).compareTo(MAX_RANGE) > 0)
                throw Problem.invalid("to", "must be at most " + MAX_RANGE.toDays() + " days after from");
            return between(doctor, start, end);
        }));
    }

    private static Problem tooMany() {
        return Problem.invalid(
                "to",
                "must be earlier: there are more than " + MAX_SLOTS + " slots between from and to, the most at once");
    }

    private Uni<List<SlotView>> between(Doctor doctor, Instant from, Instant to) {
        return schedules.of(doctor).chain(schedule -> {
            if (schedule == null) return Uni.createFrom().item(List.of());
            List<Schedule.Interval> slots = schedule.slots(from, to, MAX_SLOTS + 1);
            if (slots.size() > MAX_SLOTS) throw tooMany();
            if (slots.isEmpty()) return Uni.createFrom().item(List.of());
            Instant end = slots.get(slots.size() - 1).end().plus(schedule.buffer());
            return appointments
                    .taken(doctor.id(), slots.get(0).start(), end)
                    .map(taken -> Availability.of(slots, taken, schedule.buffer(), clock.instant()));
        });
    }
}
