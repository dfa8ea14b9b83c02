package polyclinic.prescription.safety;

import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.prescription.projections.patients.KnownAllergy;

/**
 * A medication that conflicts with an allergy or with another medicine.
 *
 * @param allergyId null when it conflicts with a medicine
 * @param substance what the patient is allergic to, or takes
 * @param criticality of the allergy, or null
 * @param otherItemId the other item of the same prescription; null when the patient takes the substance already, whoever prescribed
 *     it
 * @param severity of an interaction, else null
 * @param mechanism of an interaction, else null
 */
public record Conflict(
        @Nullable UUID itemId,
        String medication,
        @Nullable UUID allergyId,
        @Nullable String substance,
        @Nullable String criticality,
        Basis basis,
        @Nullable UUID otherItemId,
        SafetyTables.@Nullable Severity severity,
        @Nullable String mechanism) {

    static Conflict withAllergy(AllergyCheck.Candidate candidate, KnownAllergy allergy, Basis basis) {
        return new Conflict(
                candidate.itemId(),
                candidate.name(),
                allergy.id(),
                allergy.name(),
                allergy.criticality(),
                basis,
                null,
                null,
                null);
    }

    /** What tells this conflict from the others of its item: the allergy, or the substance. */
    public String subject() {
        return allergyId == null ? String.valueOf(substance) : allergyId.toString();
    }

    /** How grave: an interaction's severity or an allergy's criticality, or null. */
    public @Nullable String grade() {
        return severity == null ? criticality : severity.name().toLowerCase(Locale.ROOT);
    }

    /** How the conflict was found. */
    public enum Basis {
        /** Equal codes of one code system. */
        CODE,
        /** The medication's name or one of its ingredients contains the substance's, or they are the same. */
        NAME,
        /** Both belong to one class of drugs. */
        CLASS,
        /** Their classes are known for cross-sensitivity. */
        CROSS_SENSITIVITY,
        /** The tables have an interaction of the substances or of their classes. */
        INTERACTION
    }
}
