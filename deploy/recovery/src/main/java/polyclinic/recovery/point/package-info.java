/** Making a recovery point over all stores. */
@NullMarked
package polyclinic.recovery.point;

import org.jspecify.annotations.NullMarked;
