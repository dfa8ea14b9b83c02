package polyclinic.appointment.schedules;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.doctors.Doctor;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.NotFound;

/** Setting a doctor's timetable. Appointments that are booked already stand as they are. */
@ApplicationScoped
class Timetabling {
    private final Doctors doctors;
    private final Schedules schedules;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Timetabling(Doctors doctors, Schedules schedules, Outbox outbox, Audit audit, Clock clock) {
        this.doctors = doctors;
        this.schedules = schedules;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Replaces the timetable; setting the same one again changes nothing. */
    @WithTransaction
    Uni<ScheduleView> set(UUID doctorId, Timetable timetable, Caller caller) {
        timetable.checked();
        return doctors.requireActingAs(doctorId, caller).chain(doctor -> locked(doctor)
                .call(schedule -> {
                    List<String> changed = schedule.set(timetable, clock.instant());
                    if (changed.isEmpty()) return Uni.createFrom().voidItem();
                    return schedules
                            .persistAndFlush(schedule)
                            .chain(() ->
                                    outbox.append(audit.entry("update", "schedule", doctorId, null, changed, null)));
                })
                .map(schedule -> ScheduleView.of(schedule, doctor.zone().getId())));
    }

    Uni<ScheduleView> get(UUID doctorId) {
        return doctors.require(doctorId).chain(doctor -> schedules
                .findById(doctorId)
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("schedule"))
                .map(schedule -> ScheduleView.of(schedule, doctor.zone().getId())));
    }

    /** The row of the doctor is locked first, so that two who set the first timetable at once do not collide. */
    private Uni<DoctorSchedule> locked(Doctor doctor) {
        return doctors.findById(doctor.id(), LockModeType.PESSIMISTIC_WRITE)
                .chain(() -> schedules.findById(doctor.id()))
                .onItem()
                .ifNull()
                .continueWith(() -> new DoctorSchedule(doctor.id()));
    }
}
