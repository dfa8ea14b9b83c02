/** What doctors are found by. */
@NullMarked
package polyclinic.appointment.doctors.search;

import org.jspecify.annotations.NullMarked;
