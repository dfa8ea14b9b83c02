package polyclinic.notes.clinical;

import static polyclinic.commons.identity.Roles.LAB_TECHNICIAN;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.notes.content.Contents;
import polyclinic.notes.people.Access;
import polyclinic.notes.people.Author;
import polyclinic.notes.store.Span;

/** Something measured, seen or told of a patient at a time. It is never changed. */
@MongoEntity(collection = ClinicalDataItems.COLLECTION)
public class ClinicalData {
    static final String TYPE = "[a-z][a-z0-9_]{0,63}";
    static final String LAB_RESULT = "lab_result";
    /** How far another clock may be ahead of ours. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    @BsonId
    public UUID id;

    public UUID patientId;
    public String dataType;
    public Document data;
    public Document metadata;
    public Instant effectiveAt;
    public Author recordedBy;
    public Instant recordedAt;

    public List<Document> outbox;
    public Boolean outboxPending;
    public List<Document> receipts;
    public List<String> receiptKeys;

    static ClinicalData record(RecordClinicalData request, Caller caller, Instant now) {
        if (Access.asLaboratory(caller) && !request.dataType().equals(LAB_RESULT)) throw new NotALabResult();
        ClinicalData item = new ClinicalData();
        item.id = Ids.next();
        item.patientId = request.patientId();
        item.dataType = request.dataType();
        if (request.data().isEmpty()) throw Problem.invalid("data", "must not be empty");
        item.data = Contents.toDocument("data", request.data());
        item.metadata = request.metadata() == null ? null : Contents.toDocument("metadata", request.metadata());
        item.effectiveAt = effective(request.effectiveAt(), now);
        item.recordedBy = Author.of(caller);
        item.recordedAt = now;
        return item;
    }

    private static Instant effective(Instant told, Instant now) {
        if (told == null) return now;
        if (told.isAfter(now.plus(AHEAD))) throw Problem.invalid("effectiveAt", "must not be in the future");
        if (told.isBefore(Span.EARLIEST.atStartOfDay().toInstant(ZoneOffset.UTC))) {
            throw Problem.invalid("effectiveAt", "must not be before " + Span.EARLIEST);
        }
        return told.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A laboratory adds laboratory results only. */
    static final class NotALabResult extends Problem {
        NotALabResult() {
            super(
                    403,
                    "not-a-lab-result",
                    "A laboratory records results of type " + LAB_RESULT + " only; role " + LAB_TECHNICIAN
                            + " has no other.");
        }
    }
}
