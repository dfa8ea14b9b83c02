package polyclinic.appointment.booking;

import polyclinic.commons.problem.Problem;

/** 409 {@code booking-limit}: patients take no more of the clinic's time on their own; the reception can. */
final class BookingLimitReached extends Problem {
    BookingLimitReached(String detail) {
        super(409, "booking-limit", detail);
    }
}
