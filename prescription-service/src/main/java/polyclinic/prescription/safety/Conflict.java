package polyclinic.prescription.safety;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A medication that conflicts with an allergy. */
public record Conflict(
        UUID itemId,
        String medication,
        UUID allergyId,
        @Nullable String substance,
        @Nullable String criticality,
        Basis basis) {
    /** How the conflict was found. */
    public enum Basis {
        /** Equal codes of one code system. */
        CODE,
        /** The medication's name contains the substance's. */
        NAME,
        /** Both belong to one class of drugs. */
        CLASS,
        /** Their classes are known for cross-sensitivity. */
        CROSS_SENSITIVITY
    }
}
