package polyclinic.notes.projections.timeline;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.lines.TimelineSource;

/** A patient's way through the common queue and a doctor's on their timeline. */
final class QueueTimeline {
    static final TimelineSource<QueueEntry> SOURCE = TimelineSource.of(
                    "queue_entry",
                    QueueEntry.class,
                    QueueEntry::patientId,
                    QueueEntry::queueEntryId,
                    QueueEntry::occurredAt)
            .line("queue.entry-added.v1", entry -> "Joined the queue" + entry.withToken())
            .line("queue.entry-assigned.v1", entry -> "Assigned to a doctor's queue" + entry.withToken())
            .line("queue.entry-moved.v1", entry -> "Moved in the queue" + entry.withToken() + entry.toStatus());

    private QueueTimeline() {}

    record QueueEntry(
            @Nullable UUID patientId,
            @Nullable UUID queueEntryId,
            @Nullable Instant occurredAt,
            @Nullable Integer tokenNumber,
            @Nullable String status) {
        String withToken() {
            return tokenNumber == null ? "" : ", token " + tokenNumber;
        }

        String toStatus() {
            return status == null ? "" : ": " + TimelineSource.words(status);
        }
    }
}
