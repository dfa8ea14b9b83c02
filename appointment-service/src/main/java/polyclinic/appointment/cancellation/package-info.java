/** Cancelling an appointment: above consultations and queue, because a visit that has begun ends with it. */
@NullMarked
package polyclinic.appointment.cancellation;

import org.jspecify.annotations.NullMarked;
