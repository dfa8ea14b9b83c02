package polyclinic.audit.verification;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** @param chain only this chain; without it the whole trail */
record VerifyTrail(@Min(0) @Max(9999) @Nullable Integer chain) {}
