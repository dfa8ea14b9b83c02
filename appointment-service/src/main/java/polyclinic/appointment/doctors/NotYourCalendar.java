package polyclinic.appointment.doctors;

import io.quarkus.security.ForbiddenException;

/** A doctor keeps their own calendar and nobody else's; the attempt is recorded like any other denial. */
public final class NotYourCalendar extends ForbiddenException {
    public NotYourCalendar() {
        super("another doctor's calendar");
    }
}
