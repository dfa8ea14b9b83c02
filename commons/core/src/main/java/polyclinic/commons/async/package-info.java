/** Keeping to a Vert.x context, and repeating work: retries without recursion, and the rounds of a relay. */
@NullMarked
package polyclinic.commons.async;

import org.jspecify.annotations.NullMarked;
