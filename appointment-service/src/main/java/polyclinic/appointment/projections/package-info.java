/** What this service keeps of other services' data, from their events. */
@NullMarked
package polyclinic.appointment.projections;

import org.jspecify.annotations.NullMarked;
