/** {@code chaos}: faults by a seed while the clinic works, and whether all that was acknowledged is there afterwards. */
@NullMarked
package polyclinic.clients.chaos;

import org.jspecify.annotations.NullMarked;
