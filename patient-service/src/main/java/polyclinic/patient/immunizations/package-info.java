/** Vaccines that a patient was given, or was not and why (FHIR Immunization). */
@NullMarked
package polyclinic.patient.immunizations;

import org.jspecify.annotations.NullMarked;
