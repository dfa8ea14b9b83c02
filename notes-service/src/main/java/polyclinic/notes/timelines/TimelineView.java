package polyclinic.notes.timelines;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.notes.projections.timeline.TimelineEntry;

record TimelineView(
        UUID id,
        Instant occurredAt,
        String kind,
        String title,
        @Nullable String source,
        String entityType,
        @Nullable String entityId) {

    static TimelineView of(TimelineEntry entry) {
        return new TimelineView(
                entry.id(),
                entry.occurredAt(),
                entry.kind(),
                entry.title(),
                entry.source(),
                entry.entityType(),
                entry.entityId());
    }
}
