/** The audit trail of an invented clinic: who looked at whose data because of its appointments. */
@NullMarked
package polyclinic.clients.seed.trail;

import org.jspecify.annotations.NullMarked;
