package polyclinic.notes.projections.timeline.documents;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** A patient's history on their timeline, where it belongs and not where it was typed in. */
public final class HistoryTimeline {
    public static final TimelineSource<HistoryEntry> SOURCE = TimelineSource.of(
                    "history",
                    HistoryEntry.class,
                    HistoryEntry::patientId,
                    HistoryEntry::historyId,
                    HistoryEntry::happenedAt)
            .line("history.recorded.v1", entry -> entry.noun() + " from the patient's history");

    private HistoryTimeline() {}

    public record HistoryEntry(
            @Nullable UUID patientId,
            @Nullable UUID historyId,
            @Nullable LocalDate date,
            @Nullable Instant occurredAt,
            @Nullable String historyType) {
        @Nullable
        Instant happenedAt() {
            return date == null ? occurredAt : date.atStartOfDay().toInstant(ZoneOffset.UTC);
        }

        String noun() {
            return TimelineSource.noun(historyType, "entry");
        }
    }
}
