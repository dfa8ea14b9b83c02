/** Booking and rescheduling, and what keeps two patients out of one time. */
@NullMarked
package polyclinic.appointment.booking;

import org.jspecify.annotations.NullMarked;
