/** What patient-service keeps of a patient's health, on their timeline: allergies, conditions, immunizations, medical records. */
@NullMarked
package polyclinic.notes.projections.timeline.patientrecord;

import org.jspecify.annotations.NullMarked;
