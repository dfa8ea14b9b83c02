package polyclinic.notes.proposals.digitizing;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.OutboxDocument;

/** A document that is to be looked through, or was. */
@MongoEntity(collection = DocumentWorks.COLLECTION)
class DocumentWork extends OutboxDocument {
    /** The document's. */
    @BsonId
    private UUID id;

    private UUID patientId;
    /** Null of what a release before has added. */
    private @Nullable Instant addedAt;

    private int attempts;
    /** When it is tried; while it is looked through until when nobody else takes it; null when it is done. */
    private @Nullable Instant nextAttemptAt;

    @SuppressWarnings("NullAway.Init")
    private DocumentWork() {}

    UUID id() {
        return id;
    }

    UUID patientId() {
        return patientId;
    }

    @Nullable
    Instant addedAt() {
        return addedAt;
    }

    int attempts() {
        return attempts;
    }

    @Nullable
    Instant nextAttemptAt() {
        return nextAttemptAt;
    }
}
