/** Holding the suite's writes for about a second, so that nothing is in flight. */
@NullMarked
package polyclinic.recovery.hold;

import org.jspecify.annotations.NullMarked;
