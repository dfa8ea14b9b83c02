/** Doctors, whom patients come to see. */
@NullMarked
package polyclinic.appointment.doctors;

import org.jspecify.annotations.NullMarked;
