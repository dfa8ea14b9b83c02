/** The HTTP client for the gateway's own requests to the services behind it. */
@NullMarked
package polyclinic.gateway.clients;

import org.jspecify.annotations.NullMarked;
