package polyclinic.notes.history;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
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
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.people.Access;
import polyclinic.notes.people.Reach;
import polyclinic.notes.store.Keyset;
import polyclinic.notes.store.Span;

@ApplicationScoped
class HistoryEntries implements ReactivePanacheMongoRepositoryBase<HistoryEntry, UUID> {
    static final String COLLECTION = "history";

    private static final Bson WITHOUT_PLUMBING =
            Projections.exclude(MongoOutbox.FIELD, MongoOutbox.PENDING, IdempotencyReceipts.FIELD);

    private final Access access;

    HistoryEntries(Access access) {
        this.access = access;
    }

    Uni<Void> add(HistoryEntry entry, List<Document> receipts, List<Document> messages) {
        entry.outbox = messages;
        entry.outboxPending = true;
        entry.receipts = receipts.isEmpty() ? null : receipts;
        entry.receiptKeys = IdempotencyReceipts.keys(receipts);
        return persist(entry).replaceWithVoid();
    }

    Uni<HistoryEntry> require(UUID id, Caller caller) {
        return mongoCollection()
                .find(Filters.eq("_id", id), new FindOptions().projection(WITHOUT_PLUMBING))
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("history entry"))
                .call(entry -> access.see("history entry", entry.patientId, caller));
    }

    /** Latest first, one more than the limit. */
    Uni<List<HistoryEntry>> list(HistoryType type, Span span, Keyset after, int limit, Reach reach) {
        List<Bson> filter = new ArrayList<>(reach.conditions());
        if (type != null) filter.add(Filters.eq("type", type.name()));
        filter.addAll(span.on("date"));
        if (after != null) filter.add(after.older("date"));
        FindOptions page = new FindOptions()
                .sort(Sorts.descending("date", "_id"))
                .limit(limit + 1)
                .projection(WITHOUT_PLUMBING);
        return mongoCollection()
                .find(filter.isEmpty() ? new Document() : Filters.and(filter), page)
                .collect()
                .asList();
    }
}
