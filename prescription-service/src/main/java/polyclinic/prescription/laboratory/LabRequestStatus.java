package polyclinic.prescription.laboratory;

/** Where a laboratory request stands. */
public enum LabRequestStatus {
    REQUESTED,
    /** A specimen was taken. */
    COLLECTED,
    /** There are results that no doctor has reviewed yet; perhaps not of all tests. */
    RESULTED,
    /** The newest version of the results was reviewed. */
    REVIEWED,
    CANCELLED
}
