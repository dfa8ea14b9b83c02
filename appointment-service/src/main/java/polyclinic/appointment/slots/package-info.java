/** Consultation slots and whether they are free. */
@NullMarked
package polyclinic.appointment.slots;

import org.jspecify.annotations.NullMarked;
