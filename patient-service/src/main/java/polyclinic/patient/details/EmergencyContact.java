package polyclinic.patient.details;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

public record EmergencyContact(
        @NotBlank @Size(max = 200) String name,
        @NotBlank @Size(max = 100) String relationship,
        @NotBlank @Size(max = 40) String phone) {}
