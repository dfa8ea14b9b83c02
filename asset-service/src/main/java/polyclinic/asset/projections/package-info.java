/** What this service keeps of patients and appointments, from their owners' events. */
@NullMarked
package polyclinic.asset.projections;

import org.jspecify.annotations.NullMarked;
