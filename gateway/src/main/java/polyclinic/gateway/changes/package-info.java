/** The feed's log for clients that were offline. */
@NullMarked
package polyclinic.gateway.changes;

import org.jspecify.annotations.NullMarked;
