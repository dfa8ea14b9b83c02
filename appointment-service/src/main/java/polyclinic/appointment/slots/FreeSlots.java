package polyclinic.appointment.slots;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.booking.Appointments;
import polyclinic.appointment.doctors.Doctor;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.schedules.Moments;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.appointment.schedules.Schedules;
import polyclinic.commons.problem.Problem;

/** The times at which a doctor can be booked. They are computed, not stored: the timetable minus what is taken. */
@ApplicationScoped
class FreeSlots {
    private static final Duration USUAL = Duration.ofDays(7);
    private static final Duration LONGEST = Duration.ofDays(62);

    private final Doctors doctors;
    private final Schedules schedules;
    private final Appointments appointments;
    private final Clock clock;

    FreeSlots(Doctors doctors, Schedules schedules, Appointments appointments, Clock clock) {
        this.doctors = doctors;
        this.schedules = schedules;
        this.appointments = appointments;
        this.clock = clock;
    }

    Uni<List<SlotView>> of(UUID doctorId, String from, String to) {
        return doctors.require(doctorId).chain(doctor -> {
            Instant start = Moments.from("from", from, doctor.zone());
            if (start == null) start = clock.instant();
            Instant end = Moments.to("to", to, doctor.zone());
            if (end == null) end = start.plus(USUAL);
            if (end.isBefore(start)) throw Problem.invalid("to", "must not be before from");
            if (Duration.between(start, end).compareTo(LONGEST) > 0)
                throw Problem.invalid("to", "must be at most " + LONGEST.toDays() + " days after from");
            return between(doctor, start, end);
        });
    }

    private Uni<List<SlotView>> between(Doctor doctor, Instant from, Instant to) {
        return schedules.of(doctor).chain(schedule -> {
            if (schedule == null) return Uni.createFrom().item(List.of());
            List<Schedule.Span> slots = schedule.slots(from, to);
            if (slots.isEmpty()) return Uni.createFrom().item(List.of());
            Instant end = slots.get(slots.size() - 1).end().plus(schedule.buffer());
            return appointments
                    .taken(doctor.id(), slots.get(0).start(), end)
                    .map(taken -> Free.of(slots, taken, schedule.buffer(), clock.instant()));
        });
    }
}
