package polyclinic.patient.registration;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

record EmergencyContact(
        @NotBlank @Size(max = 200) String name,
        @NotBlank @Size(max = 100) String relationship,
        @NotBlank @Size(max = 40) String phone) {}
