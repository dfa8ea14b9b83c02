package polyclinic.appointment.schedules;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.commons.problem.NotFound;

/**
 * Reads of timetables. They are not about patients, so they are not audited.
 *
 * <p>The gateway keeps the answers for callers with the same roles, so they may depend on nothing else of the caller.
 */
@ApplicationScoped
class ScheduleQueries {
    private final Doctors doctors;
    private final Schedules schedules;

    ScheduleQueries(Doctors doctors, Schedules schedules) {
        this.doctors = doctors;
        this.schedules = schedules;
    }

    Uni<ScheduleView> get(UUID doctorId) {
        return Panache.withSession(() -> doctors.require(doctorId).chain(doctor -> schedules
                .findById(doctorId)
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("schedule"))
                .map(schedule -> ScheduleView.of(schedule, doctor.zone()))));
    }
}
