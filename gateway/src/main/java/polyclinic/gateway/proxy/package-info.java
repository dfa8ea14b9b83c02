/** Routes API requests to their services and carries requests and responses, streamed, between client and service. */
@NullMarked
package polyclinic.gateway.proxy;

import org.jspecify.annotations.NullMarked;
