/**
 * Takes the body of a request from the client: within its size, not too slowly, and whole before a service is asked; and
 * sees to it that the client takes the response.
 */
@NullMarked
package polyclinic.gateway.bodies;

import org.jspecify.annotations.NullMarked;
