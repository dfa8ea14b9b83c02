package polyclinic.appointment.schedules;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.problem.Problem;

/** At which times an appointment may be, as far as the timetable decides it. */
public final class BookableTimePolicy {
    private BookableTimePolicy() {}

    /**
     * Staff may choose any time at which the doctor is there; patients take a slot as it is offered.
     *
     * @param schedule absent when the doctor has none
     * @return the schedule, which there is
     */
    public static Schedule check(
            Instant start, Duration length, Scope scope, @Nullable Schedule schedule, Instant now) {
        if (!start.equals(start.truncatedTo(ChronoUnit.MINUTES)))
            throw Problem.invalid("start", "must be a whole minute");
        if (start.isBefore(now)) throw new InThePast();
        if (schedule == null || !schedule.isOpen(start, start.plus(length))) throw new OutsideSchedule();
        boolean offered = length.equals(schedule.slotLength()) && schedule.isSlot(start);
        if (!offered && !AppointmentAccessPolicy.isStaff(scope)) throw new OutsideSchedule();
        return schedule;
    }
}
