package polyclinic.prescription.laboratory;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import polyclinic.commons.json.SingleLine;

/**
 * A test that is asked for (FHIR: {@code ServiceRequest.code}).
 *
 * @param code in the laboratory's catalogue, for example LOINC's {@code 2823-3}
 */
public record LabTest(
        @NotBlank @SingleLine @Size(max = 100) String code,
        @NotBlank @SingleLine @Size(max = 200) String name) {}
