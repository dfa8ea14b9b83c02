/** Certificates of the gateway's connections: which files they come from, and how its server and clients take them up. */
@NullMarked
package polyclinic.gateway.tls;

import org.jspecify.annotations.NullMarked;
