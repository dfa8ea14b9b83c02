package polyclinic.notes.projections.timeline.lines;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.messaging.CloudEvent;

/**
 * One thing that happened to a patient, from one event alone: whatever order events arrive in, the timeline is the same.
 * It says that something was written, never what.
 */
@MongoEntity(collection = "timeline_items")
public class TimelineEntry {
    /** The field that is true of a line that is shown to nobody any more. */
    public static final String REMOVED = "removed";

    /** The event's, so that the same event again has no effect. */
    @BsonId
    private UUID id;

    private UUID patientId;
    private Instant occurredAt;
    /** The event's type in snake case, without its version. */
    private String kind;

    private String title;
    private @Nullable String source;
    private String entityType;
    private @Nullable String entityId;
    /** Unfinished work, which the patient is not shown. */
    private boolean staffOnly;

    @SuppressWarnings("NullAway.Init")
    private TimelineEntry() {}

    TimelineEntry(
            CloudEvent event,
            UUID patientId,
            Instant occurredAt,
            String title,
            String entityType,
            @Nullable String entityId,
            boolean staffOnly) {
        this.id = event.id();
        this.patientId = patientId;
        this.occurredAt = occurredAt.truncatedTo(ChronoUnit.MILLIS);
        this.kind = event.type().replaceFirst("\\.v\\d+$", "").replaceAll("[.-]", "_");
        this.title = title;
        this.source = event.source() == null ? null : event.source().replaceFirst("^/", "");
        this.entityType = entityType;
        this.entityId = entityId;
        this.staffOnly = staffOnly;
    }

    public UUID id() {
        return id;
    }

    public UUID patientId() {
        return patientId;
    }

    public Instant occurredAt() {
        return occurredAt;
    }

    public String kind() {
        return kind;
    }

    public String title() {
        return title;
    }

    public @Nullable String source() {
        return source;
    }

    public String entityType() {
        return entityType;
    }

    public @Nullable String entityId() {
        return entityId;
    }

    public boolean isStaffOnly() {
        return staffOnly;
    }
}
