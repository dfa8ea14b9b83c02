/** The problem list: conditions and diagnoses of a patient (FHIR Condition). */
@NullMarked
package polyclinic.patient.conditions;

import org.jspecify.annotations.NullMarked;
