/** Placing, performing and cancelling orders, each with the task by which an order is performed. */
@NullMarked
package polyclinic.appointment.orderwork;

import org.jspecify.annotations.NullMarked;
