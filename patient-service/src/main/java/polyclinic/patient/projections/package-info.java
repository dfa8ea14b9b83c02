/** What the service keeps of other services' events. */
@NullMarked
package polyclinic.patient.projections;

import org.jspecify.annotations.NullMarked;
