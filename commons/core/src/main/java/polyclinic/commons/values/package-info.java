/** Ids, hashes, money and the clock: what every layer needs and what knows none of them. */
@NullMarked
package polyclinic.commons.values;

import org.jspecify.annotations.NullMarked;
