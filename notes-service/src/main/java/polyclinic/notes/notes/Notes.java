package polyclinic.notes.notes;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.content.SearchTerms;
import polyclinic.notes.events.NoteStatus;
import polyclinic.notes.store.ListConditions;

/** Finds what the caller may see: patients find signed notes only, drafts are the staff's. */
@ApplicationScoped
public class Notes implements ReactivePanacheMongoRepositoryBase<Note, UUID> {
    static final String COLLECTION = "notes";

    private static final Bson SIGNED = Filters.eq("status", NoteStatus.SIGNED.name());

    /** Lists leave out the terms too; a note that may be changed needs its own. */
    private static final Bson WITHOUT_TERMS =
            Projections.fields(OutboxDocument.WITHOUT_PLUMBING, Projections.exclude("terms"));

    private final PatientScope patients;

    Notes(PatientScope patients) {
        this.patients = patients;
    }

    /** Fails with 404 when there is no such note that the caller may see. */
    public Uni<Note> require(UUID id, Caller caller) {
        return mongoCollection()
                .find(Filters.eq("_id", id), new FindOptions().projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("note"))
                .call(note -> patients.require(
                        NotesAccessPolicy.DRAFTS.scope(caller),
                        NotesAccessPolicy.NOTES.scope(caller),
                        note.status() == NoteStatus.SIGNED,
                        note.patientId(),
                        "note",
                        id));
    }

    /** Whether the caller answers for the note as its patient's doctor, whoever wrote it. */
    public Uni<Boolean> treats(Caller caller, Note note) {
        return patients.reaches(NotesAccessPolicy.OTHERS_DRAFTS.scope(caller), note.patientId());
    }

    /** Which notes of the patient, or of everybody, the caller may see. */
    Uni<PatientScope.Reach> reach(@Nullable UUID patientId, Caller caller) {
        return patients.reach(
                NotesAccessPolicy.DRAFTS.scope(caller), NotesAccessPolicy.NOTES.scope(caller), SIGNED, patientId);
    }

    /** Newest first, one more than the limit. */
    Multi<Note> search(NoteSearch search, PatientScope.Reach reach) {
        return mongoCollection()
                .find(
                        Filters.and(conditions(search, reach.condition())),
                        ListConditions.read(Sorts.descending("createdAt", "_id"), search.limit())
                                .projection(WITHOUT_TERMS));
    }

    public Uni<Void> add(Note note, List<Document> receipts, List<Document> messages) {
        note.carry(messages, receipts);
        return persist(note).replaceWithVoid();
    }

    /**
     * Writes a change on top of the version that it was made from, its messages and receipt with it. Only what may change
     * is written, because the relay takes messages out of the same document at the same time.
     *
     * @return fails with {@link ConcurrentNoteEdit} when the note is at another version by now, or has this receipt already
     */
    public Uni<Note> save(Note note, List<Document> receipts, List<Document> messages) {
        Bson base = Filters.and(
                Filters.eq("_id", note.id()),
                Filters.eq("version", note.version() - 1),
                IdempotencyReceipts.absent(receipts));
        List<Bson> change = new ArrayList<>(List.of(
                note.state(), Updates.set(MongoOutbox.PENDING, true), Updates.pushEach(MongoOutbox.FIELD, messages)));
        List<String> keys = IdempotencyReceipts.keys(receipts);
        if (keys != null) {
            change.add(Updates.pushEach(IdempotencyReceipts.FIELD, receipts));
            change.add(Updates.pushEach(IdempotencyReceipts.KEYS, keys));
        }
        return mongoCollection()
                .findOneAndUpdate(
                        base,
                        Updates.combine(change),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER))
                .onItem()
                .ifNull()
                .failWith(ConcurrentNoteEdit::new);
    }

    private static List<Bson> conditions(NoteSearch search, Bson reach) {
        List<Bson> conditions = new ArrayList<>(List.of(reach));
        conditions.addAll(ListConditions.within(search.created(), "createdAt"));
        if (search.type() != null)
            conditions.add(Filters.eq("type", search.type().name()));
        if (search.q() != null) conditions.addAll(SearchTerms.matching(search.q()));
        if (search.after() != null) conditions.add(ListConditions.olderThan(search.after(), "createdAt"));
        return conditions;
    }
}
