package polyclinic.prescription.orders;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * What is prescribed.
 *
 * @param code in {@code system}, or null
 * @param system URI of the code system, for example RxNorm's, or null
 */
public record Medication(
        @Size(max = 100) String code,
        @Size(max = 300) String system,
        @NotBlank @Size(max = 300) String name) {}
