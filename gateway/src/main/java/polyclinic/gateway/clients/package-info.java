/** The HTTP client for what the gateway itself asks of the services behind it. */
@NullMarked
package polyclinic.gateway.clients;

import org.jspecify.annotations.NullMarked;
