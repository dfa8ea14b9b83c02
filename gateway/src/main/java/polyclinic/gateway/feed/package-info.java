/** The live feed's log: what happened in the clinic, in one order for all gateways. */
@NullMarked
package polyclinic.gateway.feed;

import org.jspecify.annotations.NullMarked;
