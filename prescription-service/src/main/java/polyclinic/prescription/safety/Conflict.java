package polyclinic.prescription.safety;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A medication that meets an allergy. */
public record Conflict(
        UUID itemId,
        String medication,
        UUID allergyId,
        @Nullable String substance,
        @Nullable String criticality,
        Basis basis) {
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
