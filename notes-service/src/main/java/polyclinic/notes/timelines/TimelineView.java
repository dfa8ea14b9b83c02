package polyclinic.notes.timelines;

import java.time.Instant;
import java.util.UUID;

record TimelineView(
        UUID id, Instant occurredAt, String kind, String title, String source, String entityType, String entityId) {

    static TimelineView of(TimelineItem item) {
        return new TimelineView(
                item.id, item.occurredAt, item.kind, item.title, item.source, item.entityType, item.entityId);
    }
}
