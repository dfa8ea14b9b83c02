package polyclinic.notes.timelines;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * One thing that happened to a patient, from one event alone: whatever order events arrive in, the timeline is the same.
 * It says that something was written, never what.
 */
@MongoEntity(collection = Timelines.COLLECTION)
public class TimelineItem {
    /** The event's, so that the same event again changes nothing. */
    @BsonId
    public UUID id;

    public UUID patientId;
    public Instant occurredAt;
    public String kind;
    public String title;
    public String source;
    public String entityType;
    public String entityId;
    /** Unfinished work, which the patient is not shown. */
    public boolean staffOnly;
}
