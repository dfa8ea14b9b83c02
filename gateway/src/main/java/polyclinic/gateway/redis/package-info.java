/** What the gateway's parts need to speak to Redis. */
@NullMarked
package polyclinic.gateway.redis;

import org.jspecify.annotations.NullMarked;
