/** Limits how many connections one client holds. */
@NullMarked
package polyclinic.gateway.connections;

import org.jspecify.annotations.NullMarked;
