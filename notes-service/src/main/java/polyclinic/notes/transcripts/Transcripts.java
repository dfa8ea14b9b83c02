package polyclinic.notes.transcripts;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.content.MarkedBefore;
import polyclinic.notes.content.MarkedDocuments;
import polyclinic.notes.store.ListConditions;
import polyclinic.notes.store.OneDocument;
import polyclinic.notes.transcripts.segments.TranscriptSegment;
import polyclinic.notes.transcripts.segments.TranscriptStatus;

/** Finds what the caller may see, as of notes: patients what is completed, staff what is recorded too. */
@ApplicationScoped
public class Transcripts implements ReactivePanacheMongoRepositoryBase<Transcript, UUID> {
    static final String COLLECTION = "transcripts";

    private static final String CREATED = "createdAt";
    private static final String SEGMENTS = "segments";

    /** What patients are shown. */
    private static final Bson FINISHED =
            Filters.and(Filters.eq("status", TranscriptStatus.COMPLETED.name()), MarkedDocuments.VALID);

    private static final Bson WITHOUT_SEGMENTS =
            Projections.fields(OutboxDocument.WITHOUT_PLUMBING, Projections.exclude(SEGMENTS));

    private final PatientScope patients;

    Transcripts(PatientScope patients) {
        this.patients = patients;
    }

    /** Fails with 404 when there is no such transcript that the caller may see. */
    Uni<Transcript> require(UUID id, Caller caller) {
        return OneDocument.require(mongoCollection(), Filters.eq("_id", id), "transcript")
                .call(found -> patients.require(
                        NotesAccessPolicy.DRAFTS.scope(caller),
                        NotesAccessPolicy.NOTES.scope(caller),
                        found.status() == TranscriptStatus.COMPLETED && found.enteredInError() == null,
                        found.patientId(),
                        "transcript",
                        id));
    }

    /** Whether the caller answers for it as its patient's doctor, whoever records it. */
    Uni<Boolean> treats(Caller caller, Transcript transcript) {
        return patients.reaches(NotesAccessPolicy.OTHERS_DRAFTS.scope(caller), transcript.patientId());
    }

    /** Whether the caller may say of it that it was entered in error, whoever recorded it. */
    Uni<Boolean> mayMark(Caller caller, Transcript transcript) {
        return patients.reaches(NotesAccessPolicy.OTHERS_NOTES_IN_ERROR.scope(caller), transcript.patientId());
    }

    /** Whether there is such a valid transcript of the patient. */
    Uni<Boolean> holds(UUID id, UUID patientId) {
        return MarkedDocuments.holds(mongoCollection(), id, patientId);
    }

    /** Of those that are the patient's and valid, the ids of their segments. */
    public Uni<Map<UUID, Set<UUID>>> segmentIds(Collection<UUID> ids, UUID patientId) {
        return mongoCollection()
                .find(
                        Filters.and(Filters.in("_id", ids), Filters.eq("patientId", patientId), MarkedDocuments.VALID),
                        Document.class,
                        new FindOptions().projection(Projections.include(SEGMENTS + ".id")))
                .collect()
                .asList()
                .map(found -> {
                    Map<UUID, Set<UUID>> segments = new HashMap<>();
                    for (Document transcript : found)
                        segments.put(
                                transcript.get("_id", UUID.class),
                                transcript.getList(SEGMENTS, Document.class, List.of()).stream()
                                        .map(segment -> segment.get("id", UUID.class))
                                        .collect(Collectors.toSet()));
                    return segments;
                });
    }

    /** Which transcripts of the patient, or of everybody, the caller may see. */
    Uni<PatientScope.Reach> reach(@Nullable UUID patientId, Caller caller) {
        return patients.reach(
                NotesAccessPolicy.DRAFTS.scope(caller), NotesAccessPolicy.NOTES.scope(caller), FINISHED, patientId);
    }

    /** Newest first, one more than the limit, without their segments. */
    Multi<Transcript> list(TranscriptSearch search, PatientScope.Reach reach) {
        List<Bson> conditions = new ArrayList<>(
                List.of(reach.condition(), search.enteredInError() ? MarkedDocuments.MARKED : MarkedDocuments.VALID));
        if (search.encounterId() != null) conditions.add(Filters.eq("encounterId", search.encounterId()));
        if (search.after() != null) conditions.add(ListConditions.olderThan(search.after(), CREATED));
        return mongoCollection()
                .find(
                        Filters.and(conditions),
                        ListConditions.read(Sorts.descending(CREATED, "_id"), search.limit())
                                .projection(WITHOUT_SEGMENTS));
    }

    Uni<Void> add(Transcript transcript, List<Document> receipts, List<Document> messages) {
        transcript.carry(messages, receipts);
        return persist(transcript).replaceWithVoid();
    }

    /**
     * Writes a change on top of the version that it was made from, its messages and receipt with it.
     *
     * @param appended what is new, after all that is there
     * @return fails with {@link ConcurrentTranscriptEdit} when it is at another version by now, or has this receipt already
     */
    Uni<Void> save(
            Transcript transcript, List<TranscriptSegment> appended, List<Document> receipts, List<Document> messages) {
        List<Bson> change = new ArrayList<>(List.of(
                Updates.set("version", transcript.version()),
                Updates.set("status", transcript.status().name()),
                Updates.set("audioAssetId", transcript.audioAssetId()),
                Updates.set("completedAt", transcript.completedAt()),
                Updates.set("updatedAt", transcript.updatedAt()),
                Updates.set("segmentCount", transcript.segmentCount()),
                Updates.pushEach(SEGMENTS, appended),
                Updates.set(MongoOutbox.PENDING, true),
                Updates.pushEach(MongoOutbox.FIELD, messages)));
        List<String> keys = IdempotencyReceipts.keys(receipts);
        if (keys != null) {
            change.add(Updates.pushEach(IdempotencyReceipts.FIELD, receipts));
            change.add(Updates.pushEach(IdempotencyReceipts.KEYS, keys));
        }
        return mongoCollection()
                .updateOne(
                        Filters.and(
                                Filters.eq("_id", transcript.id()),
                                Filters.eq("version", transcript.version() - 1),
                                MarkedDocuments.VALID,
                                IdempotencyReceipts.absent(receipts)),
                        Updates.combine(change))
                .map(result -> {
                    if (result.getModifiedCount() == 0) throw new ConcurrentTranscriptEdit();
                    return null;
                });
    }

    /**
     * Marks one as entered in error, its messages and receipt in the same write.
     *
     * @return fails with {@link MarkedBefore} when it was marked meanwhile
     */
    Uni<Transcript> mark(UUID id, EnteredInError mark, List<Document> receipts, List<Document> messages) {
        return MarkedDocuments.mark(mongoCollection(), id, mark, receipts, messages);
    }
}
