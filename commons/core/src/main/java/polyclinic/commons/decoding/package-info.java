/** Requests that cannot be read: they are answered with a problem as all others are, not with a bare status. */
@NullMarked
package polyclinic.commons.decoding;

import org.jspecify.annotations.NullMarked;
