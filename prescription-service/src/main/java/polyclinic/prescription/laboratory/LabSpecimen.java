package polyclinic.prescription.laboratory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was taken from the patient (FHIR: Specimen).
 *
 * @param labelId what stands on its label, as text and as barcode: the request's number and a count, {@code L0000123-1}
 * @param type for example {@code blood}
 * @param container for example {@code EDTA tube}
 * @param collectedBy the account that collected it
 */
public record LabSpecimen(
        String labelId, String type, @Nullable String container, Instant collectedAt, String collectedBy) {}
