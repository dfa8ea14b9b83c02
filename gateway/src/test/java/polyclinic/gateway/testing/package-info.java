/** The gateway's surroundings in tests: stub services on plain sockets, Redis, tokens and an HTTP client. */
@NullMarked
package polyclinic.gateway.testing;

import org.jspecify.annotations.NullMarked;
