/** What is measured of the clinic's day: bookings and the time that patients wait. */
@NullMarked
package polyclinic.appointment.metrics;

import org.jspecify.annotations.NullMarked;
