/** The filters that every request passes before it is routed: context and ids, security headers, syntax checks; problems. */
@NullMarked
package polyclinic.gateway.filters;

import org.jspecify.annotations.NullMarked;
