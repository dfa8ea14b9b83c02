package polyclinic.appointment.tasks;

import polyclinic.commons.problem.Problem;

/** The task is not in a state from which this can happen. */
public final class InvalidTaskTransition extends Problem {
    public InvalidTaskTransition(String detail) {
        super(409, "invalid-transition", detail);
    }

    public InvalidTaskTransition(TaskStatus status) {
        this("The task is " + status.wire() + ".");
    }
}
