/** Which entries of the live feed's log a caller may see, at the moment at which they would. */
@NullMarked
package polyclinic.gateway.feedaccess;

import org.jspecify.annotations.NullMarked;
