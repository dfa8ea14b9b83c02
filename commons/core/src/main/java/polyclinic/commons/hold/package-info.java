/** A moment in which nothing is written by itself, so that all stores can be marked at one point. */
@NullMarked
package polyclinic.commons.hold;

import org.jspecify.annotations.NullMarked;
