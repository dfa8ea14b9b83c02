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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.search.SearchQuestion;
import polyclinic.commons.web.PageKey;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.content.MarkedDocuments;
import polyclinic.notes.events.NoteStatus;
import polyclinic.notes.store.ListConditions;
import polyclinic.notes.store.OneDocument;

/**
 * Finds what the caller may see: patients find signed notes only. Drafts are the staff's, and so is what was entered in error, which
 * may tell of somebody else.
 */
@ApplicationScoped
public class Notes implements ReactivePanacheMongoRepositoryBase<Note, UUID> {
    static final String COLLECTION = "notes";

    static final String ENTERED_IN_ERROR = "enteredInError";
    static final String DISCARDED = "discardedAt";

    /** When somebody wrote in it last; drafts alone have it. */
    static final String DRAFT_TOUCHED = "draftTouchedAt";

    /** When a draft goes of whose end was told. */
    static final String EXPIRES = "expiresAt";

    static final String TERMS = "terms";
    static final String TERM_COUNTS = "termCounts";

    /** From a discarded draft until nothing is left of it; who says again that it is to go is told so long that it went. */
    private static final Duration DISCARDED_RETENTION = Duration.ofDays(1);

    private static final Bson KEPT = Filters.exists(DISCARDED, false);

    /** What patients are shown. */
    private static final Bson SIGNED =
            Filters.and(Filters.eq("status", NoteStatus.SIGNED.name()), MarkedDocuments.VALID);

    /** Lists leave out the terms too; a note that may be changed needs its own. */
    private static final Bson WITHOUT_TERMS =
            Projections.fields(OutboxDocument.WITHOUT_PLUMBING, Projections.exclude(TERMS, TERM_COUNTS));

    private static final Bson RANKING = Projections.include("createdAt", TERMS, TERM_COUNTS);
    private static final Bson NEWEST_FIRST = Sorts.descending("createdAt", "_id");

    private final PatientScope patients;

    Notes(PatientScope patients) {
        this.patients = patients;
    }

    /** Fails with 404 when there is no such note that the caller may see. */
    public Uni<Note> require(UUID id, Caller caller) {
        return require(id, KEPT, caller);
    }

    /** The same of a draft too that was discarded within a day. */
    public Uni<Note> requireAlsoDiscarded(UUID id, Instant now, Caller caller) {
        return require(id, Filters.or(KEPT, Filters.gt(DISCARDED, Date.from(now.minus(DISCARDED_RETENTION)))), caller);
    }

    private Uni<Note> require(UUID id, Bson condition, Caller caller) {
        return OneDocument.require(mongoCollection(), Filters.and(Filters.eq("_id", id), condition), "note")
                .call(note -> patients.require(
                        NotesAccessPolicy.DRAFTS.scope(caller),
                        NotesAccessPolicy.NOTES.scope(caller),
                        note.status() == NoteStatus.SIGNED && note.enteredInError() == null,
                        note.patientId(),
                        "note",
                        id));
    }

    /** Whether the caller answers for the note as its patient's doctor, whoever wrote it. */
    public Uni<Boolean> treats(Caller caller, Note note) {
        return patients.reaches(NotesAccessPolicy.OTHERS_DRAFTS.scope(caller), note.patientId());
    }

    /** Whether there is such a valid note of the patient. */
    public Uni<Boolean> holds(UUID id, UUID patientId) {
        return mongoCollection()
                .countDocuments(Filters.and(
                        Filters.eq("_id", id), Filters.eq("patientId", patientId), MarkedDocuments.VALID, KEPT))
                .map(count -> count == 1);
    }

    /** Whether the caller may say of the note that it was entered in error, whoever wrote it. */
    public Uni<Boolean> mayMark(Caller caller, Note note) {
        return patients.reaches(NotesAccessPolicy.OTHERS_NOTES_IN_ERROR.scope(caller), note.patientId());
    }

    /** Which notes of the patient, or of everybody, the caller may see. */
    Uni<PatientScope.Reach> reach(@Nullable UUID patientId, Caller caller) {
        return patients.reach(
                NotesAccessPolicy.DRAFTS.scope(caller), NotesAccessPolicy.NOTES.scope(caller), SIGNED, patientId);
    }

    /** Newest first, one more than the limit. */
    Multi<Note> list(NoteSearch search, PatientScope.Reach reach) {
        List<Bson> conditions = conditions(search, reach.condition());
        PageKey after = PageKey.of(search.after());
        if (after != null) conditions.add(ListConditions.olderThan(after, "createdAt"));
        return mongoCollection()
                .find(
                        Filters.and(conditions),
                        ListConditions.read(NEWEST_FIRST, search.limit()).projection(WITHOUT_TERMS));
    }

    /**
     * The newest notes that may answer a question, with what it takes to rank them.
     *
     * @param from the newest that counts, or null
     */
    Uni<List<Note>> candidates(
            NoteSearch search, SearchQuestion question, PatientScope.Reach reach, @Nullable PageKey from, int limit) {
        List<Bson> conditions = conditions(search, reach.condition());
        conditions.addAll(question.conditions(TERMS));
        if (from != null) conditions.add(ListConditions.notNewerThan(from, "createdAt"));
        return mongoCollection()
                .find(
                        Filters.and(conditions),
                        new FindOptions().sort(NEWEST_FIRST).limit(limit).projection(RANKING))
                .collect()
                .asList();
    }

    /** Those of the ids that there are, in the order of the ids, read as they are taken. */
    Multi<Note> inOrder(List<UUID> ids) {
        List<List<UUID>> batches = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += ListConditions.ROWS_AT_ONCE)
            batches.add(ids.subList(from, Math.min(ids.size(), from + ListConditions.ROWS_AT_ONCE)));
        return Multi.createFrom().iterable(batches).onItem().transformToMultiAndConcatenate(batch -> mongoCollection()
                .find(Filters.in("_id", batch), new FindOptions().projection(WITHOUT_TERMS))
                .collect()
                .asList()
                .onItem()
                .transformToMulti(notes -> Multi.createFrom()
                        .iterable(notes.stream()
                                .sorted(Comparator.comparingInt(note -> batch.indexOf(note.id())))
                                .toList())));
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

    /** Of those whose day is over and whose events are sent. */
    public Uni<Void> forgetDiscarded(Instant now) {
        return mongoCollection()
                .deleteMany(Filters.and(
                        Filters.lt(DISCARDED, Date.from(now.minus(DISCARDED_RETENTION))),
                        Filters.exists(MongoOutbox.PENDING, false)))
                .replaceWithVoid();
    }

    /** Those whose day is over. */
    public Uni<List<UUID>> discarded(Instant now) {
        return mongoCollection()
                .find(
                        Filters.lt(DISCARDED, Date.from(now.minus(DISCARDED_RETENTION))),
                        new FindOptions().projection(Projections.include("_id")))
                .map(Note::id)
                .collect()
                .asList();
    }

    /** Drafts of whose end nobody was told and in which nobody has written since, the oldest first. */
    public Uni<List<Note>> untouchedSince(Instant time, int limit) {
        return drafts(
                Filters.and(Filters.lte(DRAFT_TOUCHED, Date.from(time)), Filters.exists(EXPIRES, false)),
                DRAFT_TOUCHED,
                limit);
    }

    /** Drafts whose time is over. */
    public Uni<List<Note>> expired(Instant now, int limit) {
        return drafts(Filters.lte(EXPIRES, Date.from(now)), EXPIRES, limit);
    }

    private Uni<List<Note>> drafts(Bson condition, String order, int limit) {
        return mongoCollection()
                .find(
                        Filters.and(condition, Filters.eq("status", NoteStatus.DRAFT.name())),
                        new FindOptions()
                                .sort(Sorts.ascending(order))
                                .limit(limit)
                                .projection(WITHOUT_TERMS))
                .collect()
                .asList();
    }

    /**
     * Gives an untouched draft its end, with the message that tells of it. It stays at its version: who is writing in it may save.
     * Nothing happens when somebody has written in it meanwhile, or another replica was faster.
     */
    public Uni<Void> announceEnd(Note draft, Instant end, List<Document> messages) {
        return mongoCollection()
                .updateOne(
                        Filters.and(
                                Filters.eq("_id", draft.id()),
                                Filters.eq("version", draft.version()),
                                Filters.exists(EXPIRES, false)),
                        Updates.combine(
                                Updates.set(EXPIRES, end),
                                Updates.set(MongoOutbox.PENDING, true),
                                Updates.pushEach(MongoOutbox.FIELD, messages)))
                .replaceWithVoid();
    }

    private static List<Bson> conditions(NoteSearch search, Bson reach) {
        List<Bson> conditions = new ArrayList<>(
                List.of(reach, search.enteredInError() ? MarkedDocuments.MARKED : MarkedDocuments.VALID, KEPT));
        conditions.addAll(ListConditions.within(search.created(), "createdAt"));
        conditions.addAll(ListConditions.from(search.externalId()));
        if (search.type() != null)
            conditions.add(Filters.eq("type", search.type().name()));
        return conditions;
    }
}
