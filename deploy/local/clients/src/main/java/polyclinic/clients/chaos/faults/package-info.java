/** Which faults come when, by a seed, and how each is made on the local stack. */
@NullMarked
package polyclinic.clients.chaos.faults;

import org.jspecify.annotations.NullMarked;
