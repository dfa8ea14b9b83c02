package polyclinic.notes.history;

import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.bson.Document;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.OutboxDocument;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.values.Ids;
import polyclinic.notes.batches.BatchDocument;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.ContentRules;
import polyclinic.notes.content.EarliestDate;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.events.HistoryEvent;
import polyclinic.notes.events.HistoryType;

/**
 * Something that happened to the patient before or elsewhere, with its own date. What it says never changes; it may be marked as
 * entered in error.
 */
@MongoEntity(collection = HistoryEntries.COLLECTION)
class HistoryEntry extends OutboxDocument implements BatchDocument {
    @BsonId
    private UUID id;

    private UUID patientId;
    private HistoryType type;
    /** The beginning of the day in UTC: a BSON date has no other form. */
    private Instant date;

    private Document content;
    private HistorySource source;
    private @Nullable UUID documentId;
    private Author recordedBy;
    private Instant recordedAt;
    private @Nullable EnteredInError enteredInError;
    private @Nullable Provenance provenance;

    @SuppressWarnings("NullAway.Init")
    private HistoryEntry() {}

    /** Fails with 422 also when somebody says of an entry that a machine wrote it: that is so of a proposal that was accepted. */
    static HistoryEntry record(RecordHistory request, Caller caller, Instant now) {
        return record(Ids.next(), request, caller, now);
    }

    static HistoryEntry record(UUID id, RecordHistory request, Caller caller, Instant now) {
        if (request.type() == HistoryType.SUMMARY)
            throw Problem.invalid("type", "is that of proposals that were accepted");
        if (request.source() == HistorySource.MACHINE)
            throw Problem.invalid("source", "is that of proposals that were accepted");
        return of(id, request, Author.of(caller), now);
    }

    static HistoryEntry of(UUID id, RecordHistory request, Author recordedBy, Instant now) {
        HistoryEntry entry = new HistoryEntry();
        entry.id = id;
        entry.patientId = request.patientId();
        entry.type = request.type();
        entry.date = past(request.date(), now).atStartOfDay().toInstant(ZoneOffset.UTC);
        if (request.content().isEmpty()) throw Problem.invalid("content", "must not be empty");
        entry.content = ContentRules.toDocument("content", request.content());
        entry.source = request.source();
        entry.documentId = request.documentId();
        entry.provenance = request.provenance();
        entry.recordedBy = recordedBy;
        entry.recordedAt = now;
        return entry;
    }

    /** Today's date is already tomorrow's east of Greenwich. */
    private static LocalDate past(LocalDate date, Instant now) {
        LocalDate latest = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
        if (date.isAfter(latest)) throw Problem.invalid("date", "must not be in the future");
        if (date.isBefore(EarliestDate.DATE)) throw Problem.invalid("date", "must not be before " + EarliestDate.DATE);
        return date;
    }

    @Override
    public HistoryEvent recorded() {
        return new HistoryEvent.Recorded(id, patientId, type, day(), recordedAt);
    }

    HistoryEvent markedInError(EnteredInError mark) {
        return new HistoryEvent.MarkedInError(id, patientId, type, mark.replacedBy(), mark.at());
    }

    @Nullable
    EnteredInError enteredInError() {
        return enteredInError;
    }

    /** 1, and 2 from when it is marked as entered in error. */
    long version() {
        return enteredInError == null ? 1 : 2;
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public UUID patientId() {
        return patientId;
    }

    HistoryType type() {
        return type;
    }

    /** The date as it is stored and sorted by. */
    Instant date() {
        return date;
    }

    LocalDate day() {
        return LocalDate.ofInstant(date, ZoneOffset.UTC);
    }

    Document content() {
        return content;
    }

    HistorySource source() {
        return source;
    }

    @Nullable
    UUID documentId() {
        return documentId;
    }

    @Override
    public @Nullable Provenance provenance() {
        return provenance;
    }

    Author recordedBy() {
        return recordedBy;
    }

    Instant recordedAt() {
        return recordedAt;
    }
}
