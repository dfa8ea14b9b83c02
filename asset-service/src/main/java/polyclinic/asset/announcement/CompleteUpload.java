package polyclinic.asset.announcement;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** @param sha256 of what was sent, lower-case hex */
record CompleteUpload(
        @NotNull @Pattern(regexp = "[0-9a-f]{64}") String sha256) {}
