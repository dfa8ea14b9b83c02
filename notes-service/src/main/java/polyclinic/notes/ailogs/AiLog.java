package polyclinic.notes.ailogs;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.values.Ids;
import polyclinic.notes.ailogs.entries.AiLogKind;
import polyclinic.notes.ailogs.entries.AiLogOutcome;
import polyclinic.notes.ailogs.entries.AiModel;
import polyclinic.notes.ailogs.entries.AiSource;
import polyclinic.notes.ailogs.entries.AiUsage;
import polyclinic.notes.content.Author;

/** One thing that a machine was asked or answered. It is written once: nothing here changes it, and there is nothing to take it back. */
@MongoEntity(collection = AiLogs.COLLECTION)
class AiLog extends OutboxDocument {
    @BsonId
    private UUID id;

    private @Nullable UUID patientId;
    private AiLogKind kind;
    private AiModel model;
    private String input;
    private @Nullable String output;
    private @Nullable UUID conversationId;
    private List<AiSource> sources;
    private @Nullable AiUsage usage;
    private @Nullable Long latencyMs;
    private AiLogOutcome outcome;
    private Author recordedBy;
    private Instant recordedAt;

    @SuppressWarnings("NullAway.Init")
    private AiLog() {}

    /** @param now of no more than milliseconds, as a BSON date has them */
    static AiLog record(RecordAiLog request, Author recordedBy, Instant now) {
        AiLog entry = new AiLog();
        entry.id = Ids.next();
        entry.patientId = request.patientId();
        entry.kind = request.kind();
        entry.model = request.model();
        entry.input = request.input();
        entry.output = request.output();
        entry.conversationId = request.conversationId();
        entry.sources = request.sources() == null ? List.of() : request.sources();
        AiSource.requireOrder(entry.sources);
        entry.usage = request.usage();
        entry.latencyMs = request.latencyMs();
        entry.outcome = request.outcome();
        entry.recordedBy = recordedBy;
        entry.recordedAt = now;
        return entry;
    }

    UUID id() {
        return id;
    }

    @Nullable
    UUID patientId() {
        return patientId;
    }

    AiLogKind kind() {
        return kind;
    }

    AiModel model() {
        return model;
    }

    String input() {
        return input;
    }

    @Nullable
    String output() {
        return output;
    }

    @Nullable
    UUID conversationId() {
        return conversationId;
    }

    List<AiSource> sources() {
        return sources;
    }

    @Nullable
    AiUsage usage() {
        return usage;
    }

    @Nullable
    Long latencyMs() {
        return latencyMs;
    }

    AiLogOutcome outcome() {
        return outcome;
    }

    Author recordedBy() {
        return recordedBy;
    }

    Instant recordedAt() {
        return recordedAt;
    }
}
