/** Limits requests per caller, shared by all gateways through Redis. */
@NullMarked
package polyclinic.gateway.ratelimit;

import org.jspecify.annotations.NullMarked;
