/** Appointments: what they are, how they are read, and how they are cancelled. */
@NullMarked
package polyclinic.appointment.appointments;

import org.jspecify.annotations.NullMarked;
