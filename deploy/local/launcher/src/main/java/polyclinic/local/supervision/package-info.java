/**
 * The background process after {@code up}: starts and stops the stack's components, restarts those that die, and answers the commands.
 * Read {@link polyclinic.local.supervision.Supervisor} first.
 */
@NullMarked
package polyclinic.local.supervision;

import org.jspecify.annotations.NullMarked;
