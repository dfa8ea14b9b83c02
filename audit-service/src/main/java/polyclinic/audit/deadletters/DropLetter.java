package polyclinic.audit.deadletters;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** @param reason why nothing is to be done; it stands beside the letter, so it names nobody */
record DropLetter(@NotBlank @Size(max = 500) String reason) {}
