/** The live feed for clients that stay connected: server-sent events and WebSocket. */
@NullMarked
package polyclinic.gateway.stream;

import org.jspecify.annotations.NullMarked;
