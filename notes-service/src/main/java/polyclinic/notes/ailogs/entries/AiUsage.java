package polyclinic.notes.ailogs.entries;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/**
 * How much of the machine it took.
 *
 * @param inputTokens of what it was sent
 * @param outputTokens of what it answered
 * @param cost of both together
 */
public record AiUsage(
        @Nullable @Min(0) @Max(AiUsage.MAX_TOKENS) Long inputTokens,
        @Nullable @Min(0) @Max(AiUsage.MAX_TOKENS) Long outputTokens,
        @Valid @Nullable AiCost cost) {
    static final long MAX_TOKENS = 1_000_000_000;
}
