package polyclinic.notes.ailogs;

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
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.store.ListConditions;
import polyclinic.notes.store.OneDocument;

/**
 * Finds what the caller may see: the staff what is about patients whom they may read drafts of, and of what is about no patient
 * their own. Nothing here changes an entry or removes one.
 */
@ApplicationScoped
class AiLogs implements ReactivePanacheMongoRepositoryBase<AiLog, UUID> {
    static final String COLLECTION = "ai_logs";

    private static final String WHAT = "ai log";
    private static final String RECORDED = "recordedAt";

    private final PatientScope patients;

    AiLogs(PatientScope patients) {
        this.patients = patients;
    }

    Uni<Void> add(AiLog entry, List<Document> receipts, List<Document> messages) {
        entry.carry(messages, receipts);
        return persist(entry).replaceWithVoid();
    }

    /** Fails with 404 when there is no such entry that the caller may see. */
    Uni<AiLog> require(UUID id, Caller caller) {
        return OneDocument.require(mongoCollection(), Filters.eq("_id", id), WHAT)
                .call(entry -> requireReach(entry, caller));
    }

    private Uni<Void> requireReach(AiLog entry, Caller caller) {
        Scope scope = NotesAccessPolicy.DRAFTS.scope(caller);
        UUID patientId = entry.patientId();
        if (patientId != null) return patients.require(scope, patientId, WHAT, entry.id());
        if (!scope.equals(Scope.ALL) && !entry.recordedBy().is(caller)) throw new NotFound(WHAT);
        return Uni.createFrom().voidItem();
    }

    /** Which entries about the patient, or about everybody and nobody, the caller may see. */
    Uni<PatientScope.Reach> reach(AiLogSearch search, Caller caller) {
        Scope scope = NotesAccessPolicy.DRAFTS.scope(caller);
        if (search.patientId() != null) return patients.reach(scope, search.patientId());
        Bson ownAboutNobody =
                Filters.and(Filters.exists("patientId", false), Filters.eq("recordedBy.subject", caller.subject()));
        return patients.reach(scope, Scope.ALL, ownAboutNobody, null);
    }

    /** Latest first, one more than the limit. */
    Multi<AiLog> list(AiLogSearch search, PatientScope.Reach reach) {
        List<Bson> conditions = new ArrayList<>(List.of(reach.condition()));
        if (search.kind() != null)
            conditions.add(Filters.eq("kind", search.kind().name()));
        if (search.conversationId() != null) conditions.add(Filters.eq("conversationId", search.conversationId()));
        if (search.after() != null) conditions.add(ListConditions.olderThan(search.after(), RECORDED));
        return mongoCollection()
                .find(
                        Filters.and(conditions),
                        ListConditions.read(Sorts.descending(RECORDED, "_id"), search.limit())
                                .projection(OutboxDocument.WITHOUT_PLUMBING));
    }
}
