package polyclinic.appointment.schedules;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record ScheduleView(
        UUID doctorId,
        long version,
        String timeZone,
        int slotMinutes,
        int bufferMinutes,
        List<Timetable.Hours> weekly,
        List<Timetable.SpecialDay> exceptions,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validTo) {

    static ScheduleView of(DoctorSchedule schedule, ZoneId zone) {
        Timetable timetable = schedule.timetable();
        return new ScheduleView(
                schedule.doctorId(),
                schedule.version(),
                zone.getId(),
                timetable.slotMinutes(),
                timetable.buffer(),
                timetable.weekly(),
                timetable.exceptions() == null ? List.of() : timetable.exceptions(),
                timetable.validFrom(),
                timetable.validTo());
    }
}
