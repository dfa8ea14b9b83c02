/** What orders, tasks and alerts have in common. */
@NullMarked
package polyclinic.appointment.work;

import org.jspecify.annotations.NullMarked;
