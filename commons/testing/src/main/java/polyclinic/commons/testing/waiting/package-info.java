/** How tests wait. */
@NullMarked
package polyclinic.commons.testing.waiting;

import org.jspecify.annotations.NullMarked;
