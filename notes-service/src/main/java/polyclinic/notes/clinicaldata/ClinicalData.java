package polyclinic.notes.clinicaldata;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.AccessPolicy;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.notes.access.NotesAccessPolicy;
import polyclinic.notes.batches.BatchDocument;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.content.EarliestDate;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.events.ClinicalDataEvent;

/**
 * Something measured, observed or reported of a patient at a time (FHIR: Observation). What it says never changes; it may be marked
 * as entered in error, and results of a laboratory request are released to the patient by a review.
 */
@MongoEntity(collection = ClinicalDataItems.COLLECTION)
public class ClinicalData extends OutboxDocument implements BatchDocument {
    static final String TYPE = "[a-z][a-z0-9_]{0,63}";
    static final String LAB_RESULT = "lab_result";
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(10);

    @BsonId
    private UUID id;

    private UUID patientId;
    private String dataType;
    private Document data;
    private @Nullable Document metadata;
    private Instant effectiveAt;
    private Author recordedBy;
    private Instant recordedAt;
    private @Nullable UUID labRequestId;
    private @Nullable Integer labRequestVersion;
    /** Null once the patient may see it. */
    private @Nullable Boolean staffOnly;

    private @Nullable EnteredInError enteredInError;

    @SuppressWarnings("NullAway.Init")
    private ClinicalData() {}

    static ClinicalData record(RecordClinicalData request, Caller caller, Instant now) {
        return record(Ids.next(), request, caller, now);
    }

    static ClinicalData record(UUID id, RecordClinicalData request, Caller caller, Instant now) {
        mayBeRecordedOf(request, caller);
        ClinicalData item = new ClinicalData();
        item.id = id;
        item.patientId = request.patientId();
        item.dataType = request.dataType();
        if (request.data().isEmpty()) throw Problem.invalid("data", "must not be empty");
        item.data = ContentRules.toMeasuredDocument("data", request.data());
        item.metadata = request.metadata() == null ? null : ContentRules.toDocument("metadata", request.metadata());
        item.effectiveAt = effective(request.effectiveAt(), now);
        item.recordedBy = Author.of(caller);
        item.recordedAt = now;
        return item;
    }

    /**
     * What one version of a laboratory request's results has of one time.
     *
     * @param id the same for the same version and time, so that it is there once
     * @param released whether the patient may see it
     */
    public static ClinicalData ofLaboratory(
            UUID id,
            UUID patientId,
            UUID labRequestId,
            int version,
            Document results,
            Instant performedAt,
            boolean released,
            Author author,
            Instant now) {
        ClinicalData item = new ClinicalData();
        item.id = id;
        item.patientId = patientId;
        item.dataType = LAB_RESULT;
        item.data = results;
        item.metadata = new Document("source", "laboratory");
        item.effectiveAt = performedAt.truncatedTo(ChronoUnit.MILLIS);
        item.recordedBy = author;
        item.recordedAt = now.truncatedTo(ChronoUnit.MILLIS);
        item.labRequestId = labRequestId;
        item.labRequestVersion = version;
        item.staffOnly = released ? null : true;
        return item;
    }

    /** Of whom the caller may record data of this type; {@link NotALabResult} when of nobody. */
    static Scope mayBeRecordedOf(RecordClinicalData request, Caller caller) {
        boolean labResult = request.dataType().equals(LAB_RESULT);
        AccessPolicy policy = labResult ? NotesAccessPolicy.LAB_RESULTS : NotesAccessPolicy.CLINICAL_DATA;
        if (!policy.grants(caller)) throw new NotALabResult();
        return policy.scope(caller);
    }

    private static Instant effective(@Nullable Instant stated, Instant now) {
        if (stated == null) return now;
        if (stated.isAfter(now.plus(MAX_CLOCK_SKEW))) throw Problem.invalid("effectiveAt", "must not be in the future");
        if (stated.isBefore(EarliestDate.INSTANT)) {
            throw Problem.invalid("effectiveAt", "must not be before " + EarliestDate.DATE);
        }
        return stated.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public ClinicalDataEvent recorded() {
        return new ClinicalDataEvent.Recorded(id, patientId, dataType, effectiveAt, labRequestId, recordedAt);
    }

    ClinicalDataEvent markedInError(EnteredInError mark) {
        return new ClinicalDataEvent.MarkedInError(id, patientId, dataType, mark.replacedBy(), mark.at());
    }

    public boolean isOfSameTime(ClinicalData other) {
        return effectiveAt.equals(other.effectiveAt);
    }

    /** 1, and 2 from when it is marked as entered in error. */
    long version() {
        return enteredInError == null ? 1 : 2;
    }

    boolean isStaffOnly() {
        return staffOnly != null && staffOnly;
    }

    @Nullable
    UUID labRequestId() {
        return labRequestId;
    }

    /** Which version of the request's results it is; null for what is no result of a request. */
    public @Nullable Integer labRequestVersion() {
        return labRequestVersion;
    }

    @Nullable
    EnteredInError enteredInError() {
        return enteredInError;
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public UUID patientId() {
        return patientId;
    }

    String dataType() {
        return dataType;
    }

    Document data() {
        return data;
    }

    @Nullable
    Document metadata() {
        return metadata;
    }

    Instant effectiveAt() {
        return effectiveAt;
    }

    Author recordedBy() {
        return recordedBy;
    }

    Instant recordedAt() {
        return recordedAt;
    }
}
