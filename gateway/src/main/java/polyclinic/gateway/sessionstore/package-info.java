/** What the gateways keep for browsers in Redis: sealed, under hashes, and for a limited time. */
@NullMarked
package polyclinic.gateway.sessionstore;

import org.jspecify.annotations.NullMarked;
