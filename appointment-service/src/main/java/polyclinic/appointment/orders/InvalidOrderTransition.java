package polyclinic.appointment.orders;

import polyclinic.commons.problem.Problem;

/** The order is not in a state from which this can happen. */
final class InvalidOrderTransition extends Problem {
    InvalidOrderTransition(OrderStatus from, OrderStatus to) {
        super(409, "invalid-transition", "What is " + from.wire() + " cannot become " + to.wire() + ".");
    }
}
