package polyclinic.prescription.inventory.batches;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** @param reason for example the maker's notice */
record RecallBatch(@NotBlank @Size(max = 1000) String reason) {}
