package polyclinic.prescription.cancellation;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

record CancelPrescription(@NotBlank @Size(max = 1000) String reason) {}
