package polyclinic.appointment.queuemanagement;

import polyclinic.commons.problem.Problem;

/** Somebody was faster, or the patient never waited in the common queue. */
final class AlreadyAssigned extends Problem {
    AlreadyAssigned() {
        super(409, "already-assigned", "The patient waits for a doctor already.");
    }
}
