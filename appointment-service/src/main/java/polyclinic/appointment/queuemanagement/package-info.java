/** Joining the queue and moving in it: above queue, because appointments and encounters move along. */
@NullMarked
package polyclinic.appointment.queuemanagement;

import org.jspecify.annotations.NullMarked;
