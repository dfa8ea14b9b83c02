package polyclinic.audit.verification;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * @param chain only this chain; without it the whole trail
 * @param full whether to begin at the first entry, also where a verification before found everything sound
 */
record VerifyTrail(
        @Min(0) @Max(9999) @Nullable Integer chain,
        @Nullable Boolean full) {
    boolean isFull() {
        return Boolean.TRUE.equals(full);
    }
}
