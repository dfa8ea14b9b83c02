package polyclinic.appointment.schedules;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

record ScheduleView(
        UUID doctorId,
        long version,
        String timeZone,
        int slotMinutes,
        int bufferMinutes,
        List<Timetable.Hours> weekly,
        List<Timetable.SpecialDay> exceptions,
        LocalDate validFrom,
        LocalDate validTo) {

    static ScheduleView of(DoctorSchedule schedule, String timeZone) {
        Timetable timetable = schedule.timetable();
        return new ScheduleView(
                schedule.doctorId(),
                schedule.version(),
                timeZone,
                timetable.slotMinutes(),
                timetable.buffer(),
                timetable.weekly(),
                timetable.exceptions() == null ? List.of() : timetable.exceptions(),
                timetable.validFrom(),
                timetable.validTo());
    }
}
