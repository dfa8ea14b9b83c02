/** The files of a home that no store holds. */
@NullMarked
package polyclinic.recovery.home;

import org.jspecify.annotations.NullMarked;
