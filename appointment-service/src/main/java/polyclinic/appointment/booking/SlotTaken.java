package polyclinic.appointment.booking;

import polyclinic.commons.problem.Problem;

/** The doctor has another appointment then. */
final class SlotTaken extends Problem {
    SlotTaken() {
        super(409, "slot-taken", "The doctor has another appointment at that time.");
    }
}
