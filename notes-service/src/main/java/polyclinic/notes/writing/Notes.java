package polyclinic.notes.writing;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import io.quarkus.mongodb.FindOptions;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.IdempotencyReceipts;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.problem.NotFound;
import polyclinic.notes.content.Terms;
import polyclinic.notes.events.NoteStatus;
import polyclinic.notes.people.Access;
import polyclinic.notes.people.Reach;
import polyclinic.notes.store.Keyset;

/** Patients find signed notes only; drafts are the staff's. */
@ApplicationScoped
class Notes implements ReactivePanacheMongoRepositoryBase<Note, UUID> {
    static final String COLLECTION = "notes";

    private static final Bson WITHOUT_PLUMBING =
            Projections.exclude("terms", MongoOutbox.FIELD, MongoOutbox.PENDING, IdempotencyReceipts.FIELD);

    private final Access access;

    Notes(Access access) {
        this.access = access;
    }

    Uni<Note> require(UUID id, Caller caller) {
        List<Bson> filter = new ArrayList<>(visible(caller));
        filter.add(Filters.eq("_id", id));
        return mongoCollection()
                .find(
                        Filters.and(filter),
                        new FindOptions().projection(Projections.exclude(MongoOutbox.FIELD, IdempotencyReceipts.FIELD)))
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("note"))
                .call(note -> access.see("note", note.patientId, caller));
    }

    /** Newest first, one more than the limit. */
    Uni<List<Note>> search(NoteSearch search, Reach reach, Caller caller) {
        List<Bson> filter = new ArrayList<>(reach.conditions());
        filter.addAll(visible(caller));
        filter.addAll(search.span().on("createdAt"));
        if (search.type() != null) filter.add(Filters.eq("type", search.type().name()));
        if (search.q() != null) filter.addAll(Terms.matching(search.q()));
        Keyset after = search.after();
        if (after != null) filter.add(after.older("createdAt"));
        FindOptions page = new FindOptions()
                .sort(Sorts.descending("createdAt", "_id"))
                .limit(search.limit() + 1)
                .projection(WITHOUT_PLUMBING);
        return mongoCollection()
                .find(filter.isEmpty() ? new Document() : Filters.and(filter), page)
                .collect()
                .asList();
    }

    Uni<Void> add(Note note, List<Document> receipts, List<Document> messages) {
        note.outbox = messages;
        note.outboxPending = true;
        note.receipts = receipts.isEmpty() ? null : receipts;
        note.receiptKeys = IdempotencyReceipts.keys(receipts);
        return persist(note).replaceWithVoid();
    }

    /**
     * Writes a change on top of the version that it was made from, its messages and receipt with it. Only what may change
     * is written, because the relay takes messages out of the same document at the same time.
     *
     * @return fails with {@link NoteMoved} when the note is at another version by now
     */
    Uni<Note> save(Note note, List<Document> receipts, List<Document> messages) {
        Bson base = Filters.and(Filters.eq("_id", note.id), Filters.eq("version", note.version - 1));
        List<Bson> change = new ArrayList<>(List.of(
                Updates.set("version", note.version),
                Updates.set("status", note.status.name()),
                Updates.set("content", note.content),
                Updates.set("encounterId", note.encounterId),
                Updates.set("audioAssetId", note.audioAssetId),
                Updates.set("updatedAt", note.updatedAt),
                Updates.set("signedBy", note.signedBy),
                Updates.set("signedAt", note.signedAt),
                Updates.set("addenda", note.addenda),
                Updates.set("textVersion", note.textVersion),
                Updates.set("textBy", note.textBy),
                Updates.set("textAt", note.textAt),
                Updates.set("terms", note.terms),
                Updates.set(MongoOutbox.PENDING, true),
                Updates.pushEach(MongoOutbox.FIELD, messages)));
        if (!receipts.isEmpty()) {
            change.add(Updates.pushEach(IdempotencyReceipts.FIELD, receipts));
            change.add(Updates.pushEach(IdempotencyReceipts.KEYS, IdempotencyReceipts.keys(receipts)));
        }
        return mongoCollection()
                .findOneAndUpdate(
                        base,
                        Updates.combine(change),
                        new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER))
                .onItem()
                .ifNull()
                .failWith(NoteMoved::new);
    }

    private static List<Bson> visible(Caller caller) {
        return Access.asPatient(caller) ? List.of(Filters.eq("status", NoteStatus.SIGNED.name())) : List.of();
    }
}
