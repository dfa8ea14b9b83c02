/** Keeping to a Vert.x context, and repeating work without recursion. */
@NullMarked
package polyclinic.commons.async;

import org.jspecify.annotations.NullMarked;
