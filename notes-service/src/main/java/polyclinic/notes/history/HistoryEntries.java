package polyclinic.notes.history;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.conversions.Bson;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.content.MarkedBefore;
import polyclinic.notes.content.MarkedDocuments;
import polyclinic.notes.store.ListConditions;
import polyclinic.notes.store.OneDocument;

/** Finds what the caller may see. */
@ApplicationScoped
class HistoryEntries implements ReactivePanacheMongoRepositoryBase<HistoryEntry, UUID> {
    static final String COLLECTION = "history";

    private final PatientScope patients;

    HistoryEntries(PatientScope patients) {
        this.patients = patients;
    }

    Uni<Void> add(HistoryEntry entry, List<Document> receipts, List<Document> messages) {
        entry.carry(messages, receipts);
        return persist(entry).replaceWithVoid();
    }

    /** Fails with 404 when there is no such entry that the caller may see. */
    Uni<HistoryEntry> require(UUID id, Caller caller) {
        return OneDocument.require(mongoCollection(), Filters.eq("_id", id), "history entry")
                .call(entry -> patients.require(
                        policy(entry.enteredInError() != null).scope(caller), entry.patientId(), "history entry", id));
    }

    /** What was entered in error may tell of somebody else, so it is the staff's. */
    private static AccessPolicy policy(boolean enteredInError) {
        return enteredInError ? NotesAccessPolicy.DRAFTS : NotesAccessPolicy.HISTORY;
    }

    /**
     * Marks an entry as entered in error, its messages and receipt in the same write.
     *
     * @return fails with {@link MarkedBefore} when it was marked meanwhile
     */
    Uni<HistoryEntry> mark(UUID id, EnteredInError mark, List<Document> receipts, List<Document> messages) {
        return MarkedDocuments.mark(mongoCollection(), id, mark, receipts, messages);
    }

    /** Whether there is such a valid entry of the patient. */
    Uni<Boolean> holds(UUID id, UUID patientId) {
        return MarkedDocuments.holds(mongoCollection(), id, patientId);
    }

    /** Which history of the patient, or of everybody, the caller may see. */
    Uni<PatientScope.Reach> reach(HistorySearch search, Caller caller) {
        return patients.reach(policy(search.enteredInError()).scope(caller), search.patientId());
    }

    /** Latest first, one more than the limit. */
    Multi<HistoryEntry> list(HistorySearch search, PatientScope.Reach reach) {
        return mongoCollection()
                .find(
                        Filters.and(conditions(search, reach.condition())),
                        ListConditions.read(Sorts.descending("date", "_id"), search.limit())
                                .projection(OutboxDocument.WITHOUT_PLUMBING));
    }

    private static List<Bson> conditions(HistorySearch search, Bson reach) {
        List<Bson> conditions = new ArrayList<>(
                List.of(reach, search.enteredInError() ? MarkedDocuments.MARKED : MarkedDocuments.VALID));
        if (search.type() != null)
            conditions.add(Filters.eq("type", search.type().name()));
        conditions.addAll(ListConditions.within(search.date(), "date"));
        conditions.addAll(ListConditions.from(search.externalId()));
        if (search.after() != null) conditions.add(ListConditions.olderThan(search.after(), "date"));
        return conditions;
    }
}
