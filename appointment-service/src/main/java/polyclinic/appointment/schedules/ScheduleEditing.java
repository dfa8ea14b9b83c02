package polyclinic.appointment.schedules;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.doctors.Doctor;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/** Sets a doctor's timetable. Appointments that are booked already stand as they are. */
@ApplicationScoped
class ScheduleEditing {
    private final Doctors doctors;
    private final Schedules schedules;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    ScheduleEditing(Doctors doctors, Schedules schedules, Outbox outbox, Audit audit, Clock clock) {
        this.doctors = doctors;
        this.schedules = schedules;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Replaces the timetable; setting the same one again changes nothing. */
    Uni<Answer<ScheduleView>> set(UUID doctorId, Timetable timetable, Caller caller) {
        timetable.checked();
        Scope calendars = AppointmentAccessPolicy.appointments(caller);
        return Panache.withTransaction(
                () -> doctors.requireActingAs(doctorId, calendars).chain(doctor -> locked(doctor)
                        .call(schedule -> set(schedule, timetable))
                        .map(schedule -> ScheduleView.of(schedule, doctor.zone()))
                        .map(view -> Answer.ok(view.version(), view))));
    }

    private Uni<Void> set(DoctorSchedule schedule, Timetable timetable) {
        List<String> changed = schedule.set(timetable, clock.instant());
        if (changed.isEmpty()) return Uni.createFrom().voidItem();
        return schedules
                .persistAndFlush(schedule)
                .chain(() -> outbox.append(audit.entry("update", "schedule", schedule.doctorId(), null)
                        .withChangedFields(changed)));
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
