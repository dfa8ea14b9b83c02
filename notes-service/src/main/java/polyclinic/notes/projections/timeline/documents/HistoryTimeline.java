package polyclinic.notes.projections.timeline.documents;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** A patient's history on their timeline, where it belongs and not where it was typed in. */
public final class HistoryTimeline {
    private HistoryTimeline() {}

    /** @param zone where a day of the history begins, so that it stands on that day where the timeline is read: the clinic's */
    public static TimelineSource<HistoryEntry> source(ZoneId zone) {
        return TimelineSource.of(
                        "history",
                        HistoryEntry.class,
                        HistoryEntry::patientId,
                        HistoryEntry::historyId,
                        entry -> entry.happenedAt(zone))
                .line("history.recorded.v1", entry -> entry.noun() + " from the patient's history");
    }

    public record HistoryEntry(
            @Nullable UUID patientId,
            @Nullable UUID historyId,
            @Nullable LocalDate date,
            @Nullable Instant occurredAt,
            @Nullable String historyType) {
        @Nullable
        Instant happenedAt(ZoneId zone) {
            return date == null ? occurredAt : date.atStartOfDay(zone).toInstant();
        }

        String noun() {
            return TimelineSource.noun(historyType, "entry");
        }
    }
}
