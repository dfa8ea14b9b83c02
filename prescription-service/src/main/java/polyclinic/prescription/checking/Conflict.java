package polyclinic.prescription.checking;

import java.util.UUID;

/** A medication that meets an allergy. */
public record Conflict(
        UUID itemId, String medication, UUID allergyId, String substance, String criticality, Basis basis) {
    /** How they were found to meet. */
    public enum Basis {
        /** Equal codes of one code system. */
        CODE,
        /** The substance's name stands in the medication's. */
        NAME,
        /** Both belong to one class of drugs. */
        CLASS,
        /** Their classes are known for cross-sensitivity. */
        CROSS_SENSITIVITY
    }
}
