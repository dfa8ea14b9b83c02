package polyclinic.notes.history;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.notes.events.HistoryType;
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.people.Access;
import polyclinic.notes.store.Keyset;
import polyclinic.notes.store.Span;

/** Records what happened before or elsewhere, and shows it. */
@ApplicationScoped
class HistoryTaking {
    private final HistoryEntries entries;
    private final Access access;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    HistoryTaking(
            HistoryEntries entries,
            Access access,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.entries = entries;
        this.access = access;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Response> record(RecordHistory request, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return idempotency.once(
                request, entries.mongoCollection(), receipts -> access.write(request.patientId(), caller)
                        .chain(() -> {
                            HistoryEntry entry = HistoryEntry.record(request, caller, now);
                            Answer answer = Answer.created("/api/v1/history/" + entry.id, 1, HistoryView.of(entry));
                            return entries.add(entry, receipts.seal(answer), told(entry))
                                    .replaceWith(answer);
                        }));
    }

    Uni<HistoryEntry> read(UUID id, Caller caller) {
        return entries.require(id, caller).call(entry -> audit.read("history", id, entry.patientId));
    }

    Uni<Page<HistoryView>> list(UUID patientId, HistoryType type, Span span, Keyset after, int limit, Caller caller) {
        return access.reach(patientId, caller)
                .chain(reach -> entries.list(type, span, after, limit, reach))
                .call(found -> audit.searched("history", patientId))
                .map(found -> Page.of(found, limit, HistoryView::of, last -> new Keyset(last.date, last.id).encode()));
    }

    private List<Document> told(HistoryEntry entry) {
        return outbox.embed(
                audit.entry("create", "history", entry.id, entry.patientId),
                new NoteEvent.HistoryRecorded(entry.id, entry.patientId, entry.type, entry.day(), entry.recordedAt));
    }
}
