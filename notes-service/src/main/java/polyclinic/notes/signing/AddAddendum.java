package polyclinic.notes.signing;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

record AddAddendum(@NotBlank @Size(max = 10_000) String text) {}
