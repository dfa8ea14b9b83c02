/** Doctors' timetables, and which times can be booked by them. */
@NullMarked
package polyclinic.appointment.schedules;

import org.jspecify.annotations.NullMarked;
