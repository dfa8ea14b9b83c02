package polyclinic.appointment.booking;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.Problem;

/** At which times an appointment may be, as far as the calendar alone can tell. */
final class Times {
    private Times() {}

    /**
     * Staff may choose any time at which the doctor is there; patients take a slot as it is offered.
     *
     * @param schedule null when the doctor has none
     */
    static void check(Instant start, Duration length, Caller caller, Schedule schedule, Instant now) {
        if (!start.equals(start.truncatedTo(ChronoUnit.MINUTES)))
            throw Problem.invalid("start", "must be a whole minute");
        if (start.isBefore(now)) throw new InThePast();
        if (schedule == null || !schedule.isOpen(start, start.plus(length))) throw new OutsideSchedule();
        if (caller.onlyPatient() == null) return;
        if (!length.equals(schedule.slotLength()) || !schedule.isSlot(start)) throw new OutsideSchedule();
    }
}
