package polyclinic.notes.history;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.values.Ids;
import polyclinic.notes.content.Contents;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.people.Author;
import polyclinic.notes.store.Span;

/** Something that happened to the patient before or elsewhere, with its own date. It is never changed. */
@MongoEntity(collection = HistoryEntries.COLLECTION)
public class HistoryEntry {
    @BsonId
    public UUID id;

    public UUID patientId;
    public HistoryType type;
    /** The beginning of the day in UTC: a BSON date has no other form. */
    public Instant date;

    public Document content;
    public HistorySource source;
    public UUID documentId;
    public Author recordedBy;
    public Instant recordedAt;

    public List<Document> outbox;
    public Boolean outboxPending;
    public List<Document> receipts;
    public List<String> receiptKeys;

    static HistoryEntry record(RecordHistory request, Caller caller, Instant now) {
        HistoryEntry entry = new HistoryEntry();
        entry.id = Ids.next();
        entry.patientId = request.patientId();
        entry.type = request.type();
        entry.date = past(request.date(), now).atStartOfDay().toInstant(ZoneOffset.UTC);
        if (request.content().isEmpty()) throw Problem.invalid("content", "must not be empty");
        entry.content = Contents.toDocument("content", request.content());
        entry.source = request.source();
        entry.documentId = request.documentId();
        entry.recordedBy = Author.of(caller);
        entry.recordedAt = now;
        return entry;
    }

    LocalDate day() {
        return LocalDate.ofInstant(date, ZoneOffset.UTC);
    }

    /** Today's date is already tomorrow's east of Greenwich. */
    private static LocalDate past(LocalDate date, Instant now) {
        LocalDate latest = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
        if (date.isAfter(latest)) throw Problem.invalid("date", "must not be in the future");
        if (date.isBefore(Span.EARLIEST)) throw Problem.invalid("date", "must not be before " + Span.EARLIEST);
        return date;
    }
}
