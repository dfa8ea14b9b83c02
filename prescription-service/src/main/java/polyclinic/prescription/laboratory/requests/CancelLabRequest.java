package polyclinic.prescription.laboratory.requests;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

record CancelLabRequest(@NotBlank @Size(max = 1000) String reason) {}
