/** What this service keeps of appointments, walk-ins and doctors: events of appointment-service, and its answers on a miss. */
@NullMarked
package polyclinic.prescription.projections.appointments;

import org.jspecify.annotations.NullMarked;
