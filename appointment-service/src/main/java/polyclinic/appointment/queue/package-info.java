/** The queue in front of each doctor: its entries, how they are read, and what is published about them. */
@NullMarked
package polyclinic.appointment.queue;

import org.jspecify.annotations.NullMarked;
