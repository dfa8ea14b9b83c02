/** Consultations from start to end, and the encounters that record them. */
@NullMarked
package polyclinic.appointment.consultations;

import org.jspecify.annotations.NullMarked;
