/** Who calls the gateway's own operations: signed in, within their limits. */
@NullMarked
package polyclinic.gateway.callers;

import org.jspecify.annotations.NullMarked;
