/**
 * The process that stays after {@code up}: starts and stops the stack's components, starts again what dies, and answers the commands.
 * Read {@link polyclinic.local.supervision.Supervisor} first.
 */
@NullMarked
package polyclinic.local.supervision;

import org.jspecify.annotations.NullMarked;
