/** Proving that a recovery point can be restored and worked with. */
@NullMarked
package polyclinic.recovery.drill;

import org.jspecify.annotations.NullMarked;
