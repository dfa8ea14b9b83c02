package polyclinic.prescription.formulary;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import polyclinic.commons.json.SingleLine;

/**
 * A code of a medicine (FHIR: {@code Medication.code.coding}).
 *
 * @param system URI of the code system, for example {@code http://www.whocc.no/atc} or RxNorm's
 */
public record MedicationCode(
        @NotBlank @SingleLine @Size(max = 300) String system,
        @NotBlank @SingleLine @Size(max = 100) String code) {}
