package polyclinic.prescription.dispensing.preparation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.problem.Problem;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Asked;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Line;
import polyclinic.prescription.dispensing.preparation.DispensingContext.Stock;

/**
 * Another medicine than was prescribed (FHIR: MedicationDispense.substitution). Where the formulary does not know that both have the
 * same ingredients, strength and form, somebody says why.
 *
 * @param isOne whether another medicine than the prescribed one is given
 * @param overrideReason why a conflict of it is accepted, or null
 */
record Substitution(
        boolean isOne, @Nullable String reason, @Nullable String overrideReason) {
    private static final Substitution NONE = new Substitution(false, null, null);

    static Substitution of(DispensePrescription.Line wanted, int index, Line line, Asked asked) {
        DispensePrescription.Substitute substitute = wanted.substitute();
        UUID medicine = substitute == null ? line.medicationId() : substitute.medicationId();
        if (!asked.substituteKnown())
            throw new Problem(422, "unknown-medication", "The formulary has no such medicine.");
        if (wanted.batchId() != null) requireBatchOf(medicine, index, asked);
        if (substitute == null || substitute.medicationId().equals(line.medicationId())) return NONE;
        if (substitute.reason() == null && !Boolean.TRUE.equals(asked.isEquivalent()))
            throw Problem.invalid(
                    "items[%d].substitute.reason".formatted(index),
                    "must be given, as ingredients, strength and form are not known to be the same");
        return new Substitution(true, substitute.reason(), substitute.overrideReason());
    }

    /** Where the doctor named no medicine of the formulary, whoever names the batch has compared it. */
    private static void requireBatchOf(@Nullable UUID medicine, int index, Asked asked) {
        if (medicine == null) return;
        for (Stock named : asked.stock())
            if (!medicine.equals(named.medicationId()))
                throw Problem.invalid(
                        "items[%d].batchId".formatted(index),
                        "must be of the prescribed medicine, or of the one that substitutes it");
    }
}
