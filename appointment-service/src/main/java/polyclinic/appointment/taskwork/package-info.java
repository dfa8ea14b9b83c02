/** What people do with tasks, and what happens when nobody does. */
@NullMarked
package polyclinic.appointment.taskwork;

import org.jspecify.annotations.NullMarked;
