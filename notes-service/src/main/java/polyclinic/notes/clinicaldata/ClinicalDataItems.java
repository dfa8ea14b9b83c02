package polyclinic.notes.clinicaldata;

import com.mongodb.client.model.Filters;
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
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.content.MarkedBefore;
import polyclinic.notes.content.MarkedDocuments;
import polyclinic.notes.store.ListConditions;
import polyclinic.notes.store.OneDocument;

/** Finds what the caller may see: a laboratory finds its results only. */
@ApplicationScoped
public class ClinicalDataItems implements ReactivePanacheMongoRepositoryBase<ClinicalData, UUID> {
    static final String COLLECTION = "clinical_data";

    private static final Bson UNRELEASED = Filters.eq("staffOnly", true);
    private static final Bson LAB_RESULTS = Filters.eq("dataType", ClinicalData.LAB_RESULT);

    private final PatientScope patients;

    ClinicalDataItems(PatientScope patients) {
        this.patients = patients;
    }

    public Uni<Void> add(ClinicalData item, List<Document> receipts, List<Document> messages) {
        item.carry(messages, receipts);
        return persist(item).replaceWithVoid();
    }

    /** Fails with 404 when there are no such data that the caller may see. */
    Uni<ClinicalData> require(UUID id, Caller caller) {
        return OneDocument.require(mongoCollection(), Filters.eq("_id", id), "clinical data")
                .call(item -> item.isStaffOnly()
                        ? patients.require(
                                NotesAccessPolicy.UNRELEASED_RESULTS.scope(caller),
                                item.patientId(),
                                "clinical data",
                                id)
                        : patients.require(
                                all(item.enteredInError() != null).scope(caller),
                                ofLaboratory(item.enteredInError() != null).scope(caller),
                                item.dataType().equals(ClinicalData.LAB_RESULT),
                                item.patientId(),
                                "clinical data",
                                id));
    }

    /** What was entered in error may tell of somebody else, so it is the staff's. */
    private static AccessPolicy all(boolean enteredInError) {
        return enteredInError ? NotesAccessPolicy.DRAFTS : NotesAccessPolicy.CLINICAL_DATA;
    }

    private static AccessPolicy ofLaboratory(boolean enteredInError) {
        return enteredInError ? NotesAccessPolicy.UNRELEASED_RESULTS : NotesAccessPolicy.LAB_RESULTS;
    }

    /**
     * Marks an item as entered in error, its messages and receipt in the same write.
     *
     * @return fails with {@link MarkedBefore} when it was marked meanwhile
     */
    Uni<ClinicalData> mark(UUID id, EnteredInError mark, List<Document> receipts, List<Document> messages) {
        return MarkedDocuments.mark(mongoCollection(), id, mark, receipts, messages);
    }

    /** Whether there are such valid data of the patient. */
    Uni<Boolean> holds(UUID id, UUID patientId) {
        return MarkedDocuments.holds(mongoCollection(), id, patientId);
    }

    /** All versions of a laboratory request's results, those that were replaced too. */
    public Uni<List<ClinicalData>> versionsOf(UUID labRequestId) {
        return mongoCollection()
                .find(
                        Filters.eq("labRequestId", labRequestId),
                        new FindOptions().projection(OutboxDocument.WITHOUT_PLUMBING))
                .collect()
                .asList();
    }

    /** The patient may see it from now on. */
    public Uni<Void> release(UUID id) {
        return mongoCollection()
                .updateOne(Filters.and(Filters.eq("_id", id), UNRELEASED), Updates.unset("staffOnly"))
                .replaceWithVoid();
    }

    /** Which data of the patient who is asked for, or of everybody, the caller may see. */
    Uni<PatientScope.Reach> reach(ClinicalDataSearch search, Caller caller) {
        UUID patientId = search.patientId();
        Scope data = all(search.enteredInError()).scope(caller);
        Scope unreleased = NotesAccessPolicy.UNRELEASED_RESULTS.scope(caller);
        Uni<PatientScope.Reach> usual =
                patients.reach(data, ofLaboratory(search.enteredInError()).scope(caller), LAB_RESULTS, patientId);
        return data.equals(unreleased)
                ? usual
                : usual.chain(reach -> patients.reach(unreleased, patientId)
                        .map(more -> new PatientScope.Reach(
                                Filters.or(
                                        Filters.and(Filters.ne("staffOnly", true), reach.condition()),
                                        Filters.and(UNRELEASED, more.condition())),
                                reach.reachesPatient() || more.reachesPatient())));
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
        conditions.addAll(trend.conditions());
        if (trend.after() != null) conditions.add(ListConditions.newerThan(trend.after(), "effectiveAt"));
        FindOptions page = ListConditions.read(Sorts.ascending("effectiveAt", "_id"), trend.limit())
                .projection(OutboxDocument.WITHOUT_PLUMBING);
        return mongoCollection().find(Filters.and(conditions), page);
    }

    private static List<Bson> conditions(ClinicalDataSearch search, PatientScope.Reach reach) {
        List<Bson> conditions = new ArrayList<>(
                List.of(reach.condition(), search.enteredInError() ? MarkedDocuments.MARKED : MarkedDocuments.VALID));
        if (search.dataType() != null) conditions.add(Filters.eq("dataType", search.dataType()));
        conditions.addAll(ListConditions.within(search.effective(), "effectiveAt"));
        return conditions;
    }
}
