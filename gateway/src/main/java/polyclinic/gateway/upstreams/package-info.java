/** The services behind the gateway: their replicas, which of them gets a request, and which path leads to whom. */
@NullMarked
package polyclinic.gateway.upstreams;

import org.jspecify.annotations.NullMarked;
