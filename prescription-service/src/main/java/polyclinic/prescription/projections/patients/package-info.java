/** What this service keeps of patients and their allergies: events of patient-service, and its answers on a miss. */
@NullMarked
package polyclinic.prescription.projections.patients;

import org.jspecify.annotations.NullMarked;
