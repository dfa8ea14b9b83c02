/** Lets requests that change something wait for a moment, so that all stores can be marked at one point. */
@NullMarked
package polyclinic.gateway.hold;

import org.jspecify.annotations.NullMarked;
