/** What happens to every request before it is routed: its context and ids, security headers, syntax checks, problems. */
@NullMarked
package polyclinic.gateway.filters;

import org.jspecify.annotations.NullMarked;
