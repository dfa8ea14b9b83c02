/** Bringing a recovery point back, into a home that holds nothing yet. */
@NullMarked
package polyclinic.recovery.restore;

import org.jspecify.annotations.NullMarked;
