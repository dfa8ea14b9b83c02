package polyclinic.prescription.laboratory.work;

import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * @param resultVersion the version that the doctor looked at; when it is not the newest any more, nothing is reviewed. Needed when
 *     there is more than one
 */
record ReviewResults(
        @Size(max = 4000) @Nullable String comment,
        @Nullable Integer resultVersion) {}
