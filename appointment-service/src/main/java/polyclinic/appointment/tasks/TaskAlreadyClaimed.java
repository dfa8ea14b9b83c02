package polyclinic.appointment.tasks;

import polyclinic.commons.problem.Problem;

/** Somebody was faster, or it is the caller's since before. */
public final class TaskAlreadyClaimed extends Problem {
    public TaskAlreadyClaimed() {
        super(409, "already-claimed", "This task is claimed already.");
    }
}
