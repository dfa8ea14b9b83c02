package polyclinic.notes.projections.timeline.patientrecord;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** The problem list on a timeline, by when a condition was recorded: when it began is often not known by its day. */
public final class ConditionTimeline {
    public static final TimelineSource<Condition> SOURCE = TimelineSource.of(
                    "condition",
                    Condition.class,
                    Condition::patientId,
                    Condition::conditionId,
                    // Each change at its own time
                    condition -> null)
            .line("patient.condition-recorded.v1", condition -> "Condition recorded")
            .line("patient.condition-updated.v1", Condition::changed);

    private ConditionTimeline() {}

    public record Condition(
            @Nullable UUID patientId,
            @Nullable UUID conditionId,
            @Nullable String clinicalStatus) {
        String changed() {
            return clinicalStatus == null
                    ? "Condition changed"
                    : "Condition changed: " + TimelineSource.words(clinicalStatus);
        }
    }
}
