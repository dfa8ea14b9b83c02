package polyclinic.appointment.booking;

import polyclinic.commons.problem.Problem;

/** 422 {@code too-far-ahead}: the schedule repeats for ever, but nobody knows yet whether it holds. */
final class TooFarAhead extends Problem {
    TooFarAhead(long days) {
        super(422, "too-far-ahead", "Appointments can be booked up to " + days + " days ahead.");
    }
}
