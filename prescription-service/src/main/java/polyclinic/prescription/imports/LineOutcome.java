package polyclinic.prescription.imports;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of one line.
 *
 * @param reason why it was refused, or null
 */
public record LineOutcome(int line, Kind outcome, @Nullable String reason) {
    @Schema(name = "LineOutcomeKind")
    public enum Kind {
        CREATED,
        UPDATED,
        UNCHANGED,
        REFUSED
    }

    public static LineOutcome refused(int line, String reason) {
        return new LineOutcome(line, Kind.REFUSED, reason);
    }
}
