/** How services know that an address of a client comes from the gateway. */
@NullMarked
package polyclinic.gateway.clientaddress;

import org.jspecify.annotations.NullMarked;
