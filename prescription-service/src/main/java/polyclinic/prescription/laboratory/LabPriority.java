package polyclinic.prescription.laboratory;

/** How soon the result is needed (FHIR: {@code ServiceRequest.priority}). */
public enum LabPriority {
    ROUTINE,
    URGENT,
    STAT
}
