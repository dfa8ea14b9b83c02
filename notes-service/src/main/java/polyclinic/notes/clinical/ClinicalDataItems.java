package polyclinic.notes.clinical;

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
import polyclinic.notes.people.Access;
import polyclinic.notes.people.Reach;
import polyclinic.notes.store.Keyset;
import polyclinic.notes.store.Span;

/** A laboratory finds its own kind only. */
@ApplicationScoped
class ClinicalDataItems implements ReactivePanacheMongoRepositoryBase<ClinicalData, UUID> {
    static final String COLLECTION = "clinical_data";

    private static final Bson WITHOUT_PLUMBING =
            Projections.exclude(MongoOutbox.FIELD, MongoOutbox.PENDING, IdempotencyReceipts.FIELD);

    private final Access access;

    ClinicalDataItems(Access access) {
        this.access = access;
    }

    Uni<Void> add(ClinicalData item, List<Document> receipts, List<Document> messages) {
        item.outbox = messages;
        item.outboxPending = true;
        item.receipts = receipts.isEmpty() ? null : receipts;
        item.receiptKeys = IdempotencyReceipts.keys(receipts);
        return persist(item).replaceWithVoid();
    }

    Uni<ClinicalData> require(UUID id, Caller caller) {
        List<Bson> filter = new ArrayList<>(visible(caller));
        filter.add(Filters.eq("_id", id));
        return mongoCollection()
                .find(Filters.and(filter), new FindOptions().projection(WITHOUT_PLUMBING))
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("clinical data"))
                .call(item -> access.see("clinical data", item.patientId, caller));
    }

    /** Newest first, one more than the limit. */
    Uni<List<ClinicalData>> list(String dataType, Span span, Keyset after, int limit, Reach reach, Caller caller) {
        List<Bson> filter = filter(dataType, span, reach, caller);
        if (after != null) filter.add(after.older("effectiveAt"));
        FindOptions page = new FindOptions()
                .sort(Sorts.descending("effectiveAt", "_id"))
                .limit(limit + 1)
                .projection(WITHOUT_PLUMBING);
        return mongoCollection()
                .find(filter.isEmpty() ? new Document() : Filters.and(filter), page)
                .collect()
                .asList();
    }

    /** Those with a number at the path, oldest first, one more than the limit. */
    Uni<List<ClinicalData>> numbers(Trend trend, Reach reach, Caller caller) {
        List<Bson> filter = filter(trend.dataType(), trend.span(), reach, caller);
        filter.add(Filters.or(
                Filters.type("data." + trend.path(), "number"),
                Filters.type("data." + trend.path() + ".value", "number")));
        if (trend.after() != null) filter.add(trend.after().newer("effectiveAt"));
        FindOptions page = new FindOptions()
                .sort(Sorts.ascending("effectiveAt", "_id"))
                .limit(trend.limit() + 1)
                .projection(WITHOUT_PLUMBING);
        return mongoCollection().find(Filters.and(filter), page).collect().asList();
    }

    private static List<Bson> filter(String dataType, Span span, Reach reach, Caller caller) {
        List<Bson> filter = new ArrayList<>(reach.conditions());
        filter.addAll(visible(caller));
        if (dataType != null) filter.add(Filters.eq("dataType", dataType));
        filter.addAll(span.on("effectiveAt"));
        return filter;
    }

    private static List<Bson> visible(Caller caller) {
        return Access.asLaboratory(caller) ? List.of(Filters.eq("dataType", ClinicalData.LAB_RESULT)) : List.of();
    }
}
