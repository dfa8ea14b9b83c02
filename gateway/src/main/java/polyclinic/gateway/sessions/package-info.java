/**
 * Sessions of browsers (a backend for frontends, RFC 10017): the tokens stay here, sealed and in Redis, and the browser has a cookie.
 * A request with the cookie gets the person's token, and everything behind sees a client with a token of its own.
 */
@NullMarked
package polyclinic.gateway.sessions;

import org.jspecify.annotations.NullMarked;
