/** Allergies and intolerances of a patient (FHIR AllergyIntolerance). */
@NullMarked
package polyclinic.patient.allergies;

import org.jspecify.annotations.NullMarked;
