package polyclinic.appointment.checkin;

import java.time.Duration;
import java.time.Instant;
import polyclinic.appointment.appointments.Appointment;

/** @param opens how long before the start of an appointment check-in opens */
record CheckInWindow(Duration opens) {
    void require(Appointment appointment, Instant now) {
        if (now.isBefore(appointment.startsAt().minus(opens))) throw new TooEarly();
    }
}
