package polyclinic.patient.details;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import polyclinic.commons.json.SingleLine;

public record EmergencyContact(
        @NotBlank @SingleLine @Size(max = 200) String name,
        @NotBlank @SingleLine @Size(max = 100) String relationship,
        @NotBlank @SingleLine @Size(max = 60) String phone) {}
