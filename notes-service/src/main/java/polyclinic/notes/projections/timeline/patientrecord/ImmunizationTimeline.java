package polyclinic.notes.projections.timeline.patientrecord;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** Immunizations on a timeline, on the day on which they were given. */
public final class ImmunizationTimeline {
    private ImmunizationTimeline() {}

    /** @param zone where the day begins: the clinic's */
    public static TimelineSource<Immunization> source(ZoneId zone) {
        return TimelineSource.of(
                        "immunization",
                        Immunization.class,
                        Immunization::patientId,
                        Immunization::immunizationId,
                        immunization -> immunization.happenedAt(zone))
                .line("patient.immunization-recorded.v1", Immunization::noun)
                .line("patient.immunization-updated.v1", immunization -> "Immunization changed");
    }

    public record Immunization(
            @Nullable UUID patientId,
            @Nullable UUID immunizationId,
            @Nullable LocalDate date,
            @Nullable String outcome) {
        @Nullable
        Instant happenedAt(ZoneId zone) {
            return date == null ? null : date.atStartOfDay(zone).toInstant();
        }

        String noun() {
            return "not_done".equals(outcome) ? "Immunization not done" : "Immunization";
        }
    }
}
