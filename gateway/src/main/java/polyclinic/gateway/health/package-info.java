/** Reports the health of the whole system, and of this process. */
@NullMarked
package polyclinic.gateway.health;

import org.jspecify.annotations.NullMarked;
