/** Check-in on the day of the appointment, and patients who do not come. */
@NullMarked
package polyclinic.appointment.checkin;

import org.jspecify.annotations.NullMarked;
