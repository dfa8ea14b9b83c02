package polyclinic.notes.clinicaldata;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
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
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.NotFound;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.store.ListConditions;

/** Finds what the caller may see: a laboratory finds its results only. */
@ApplicationScoped
class ClinicalDataItems implements ReactivePanacheMongoRepositoryBase<ClinicalData, UUID> {
    static final String COLLECTION = "clinical_data";

    private static final Bson LAB_RESULTS = Filters.eq("dataType", ClinicalData.LAB_RESULT);

    private final PatientScope patients;

    ClinicalDataItems(PatientScope patients) {
        this.patients = patients;
    }

    Uni<Void> add(ClinicalData item, List<Document> receipts, List<Document> messages) {
        item.carry(messages, receipts);
        return persist(item).replaceWithVoid();
    }

    /** Fails with 404 when there are no such data that the caller may see. */
    Uni<ClinicalData> require(UUID id, Caller caller) {
        return mongoCollection()
                .find(Filters.eq("_id", id), new FindOptions().projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .first()
                .onItem()
                .ifNull()
                .failWith(() -> new NotFound("clinical data"))
                .call(item -> patients.require(
                        NotesAccessPolicy.CLINICAL_DATA.scope(caller),
                        NotesAccessPolicy.LAB_RESULTS.scope(caller),
                        item.dataType().equals(ClinicalData.LAB_RESULT),
                        item.patientId(),
                        "clinical data",
                        id));
    }

    /** Which data of the patient, or of everybody, the caller may see. */
    Uni<PatientScope.Reach> reach(@Nullable UUID patientId, Caller caller) {
        return patients.reach(
                NotesAccessPolicy.CLINICAL_DATA.scope(caller),
                NotesAccessPolicy.LAB_RESULTS.scope(caller),
                LAB_RESULTS,
                patientId);
    }

    /** Newest first, one more than the limit. */
    Multi<ClinicalData> list(ClinicalDataSearch search, PatientScope.Reach reach) {
        List<Bson> conditions = conditions(search, reach);
        if (search.after() != null) conditions.add(ListConditions.olderThan(search.after(), "effectiveAt"));
        FindOptions page = ListConditions.read(Sorts.descending("effectiveAt", "_id"), search.limit())
                .projection(OutboxDocument.WITHOUT_PLUMBING);
        return mongoCollection().find(Filters.and(conditions), page);
    }

    /** Those with a number at the path, oldest first, one more than the limit. */
    Multi<ClinicalData> numbers(Trend trend, PatientScope.Reach reach) {
        List<Bson> conditions = conditions(trend.search(), reach);
        conditions.add(Filters.or(
                Filters.type("data." + trend.path(), "number"),
                Filters.type("data." + trend.path() + ".value", "number")));
        if (trend.after() != null) conditions.add(ListConditions.newerThan(trend.after(), "effectiveAt"));
        FindOptions page = ListConditions.read(Sorts.ascending("effectiveAt", "_id"), trend.limit())
                .projection(OutboxDocument.WITHOUT_PLUMBING);
        return mongoCollection().find(Filters.and(conditions), page);
    }

    private static List<Bson> conditions(ClinicalDataSearch search, PatientScope.Reach reach) {
        List<Bson> conditions = new ArrayList<>(List.of(reach.condition()));
        if (search.dataType() != null) conditions.add(Filters.eq("dataType", search.dataType()));
        conditions.addAll(ListConditions.within(search.effective(), "effectiveAt"));
        return conditions;
    }
}
