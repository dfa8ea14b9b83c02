/** Who of the staff is here, by the streams that they have open. */
@NullMarked
package polyclinic.gateway.presence;

import org.jspecify.annotations.NullMarked;
