package polyclinic.notes.projections.timeline.patientrecord;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Allergies on a timeline. */
public final class AllergyTimeline {
    public static final TimelineSource<Allergy> SOURCE = TimelineSource.of(
                    "allergy", Allergy.class, Allergy::patientId, Allergy::allergyId, Allergy::recordedAt)
            .line("patient.allergy-recorded.v1", allergy -> "Allergy recorded")
            .line("patient.allergy-updated.v1", allergy -> "Allergy changed")
            .line("patient.allergy-removed.v1", allergy -> "Allergy removed")
            .line("patient.no-known-allergies-recorded.v1", statement -> "No known allergies stated")
            .line("patient.no-known-allergies-removed.v1", statement -> "No known allergies no longer holds");

    private AllergyTimeline() {}

    public record Allergy(
            @Nullable UUID patientId,
            @Nullable UUID allergyId,
            @Nullable Instant recordedAt) {}
}
