package polyclinic.appointment.queue;

import polyclinic.commons.problem.Problem;

/** The queue entry is not in a state from which this can happen. */
public final class InvalidQueueTransition extends Problem {
    InvalidQueueTransition(QueueStatus from, QueueStatus to) {
        this("What is " + from.wire() + " cannot become " + to.wire() + ".");
    }

    public InvalidQueueTransition(String detail) {
        super(409, "invalid-transition", detail);
    }
}
