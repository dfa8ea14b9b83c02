/** Verifies bearer tokens and caches the results. */
@NullMarked
package polyclinic.gateway.tokens;

import org.jspecify.annotations.NullMarked;
