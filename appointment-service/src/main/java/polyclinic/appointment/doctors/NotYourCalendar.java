package polyclinic.appointment.doctors;

import polyclinic.commons.problem.Forbidden;

/** A doctor keeps their own calendar and no other's; the attempt is recorded like any other denial. */
public final class NotYourCalendar extends Forbidden {}
