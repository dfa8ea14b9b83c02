package polyclinic.notes.clinical;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.Page;
import polyclinic.notes.events.NoteEvent;
import polyclinic.notes.people.Access;
import polyclinic.notes.store.Keyset;
import polyclinic.notes.store.Span;

/** Records clinical data and shows them, one by one and as trends. */
@ApplicationScoped
class Recording {
    private final ClinicalDataItems items;
    private final Access access;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    Recording(
            ClinicalDataItems items,
            Access access,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.items = items;
        this.access = access;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Response> record(RecordClinicalData request, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return idempotency.once(request, items.mongoCollection(), receipts -> access.write(request.patientId(), caller)
                .chain(() -> {
                    ClinicalData item = ClinicalData.record(request, caller, now);
                    Answer answer = Answer.created("/api/v1/clinical-data/" + item.id, 1, ClinicalDataView.of(item));
                    return items.add(item, receipts.seal(answer), told(item)).replaceWith(answer);
                }));
    }

    Uni<ClinicalData> read(UUID id, Caller caller) {
        return items.require(id, caller).call(item -> audit.read("clinical_data", id, item.patientId));
    }

    Uni<Page<ClinicalDataView>> list(
            UUID patientId, String dataType, Span span, Keyset after, int limit, Caller caller) {
        return access.reach(patientId, caller)
                .chain(reach -> items.list(dataType, span, after, limit, reach, caller))
                .call(found -> audit.searched("clinical_data", patientId))
                .map(found -> Page.of(found, limit, ClinicalDataView::of, Recording::place));
    }

    Uni<Page<Trend.Point>> trend(Trend trend, Caller caller) {
        return access.reach(trend.patientId(), caller)
                .chain(reach -> items.numbers(trend, reach, caller))
                .call(found -> audit.searched("clinical_data", trend.patientId()))
                .map(found -> Page.of(found, trend.limit(), trend::in, Recording::place))
                .map(page -> new Page<>(
                        page.items().stream().filter(Objects::nonNull).toList(), page.next()));
    }

    private List<Document> told(ClinicalData item) {
        return outbox.embed(
                audit.entry("create", "clinical_data", item.id, item.patientId),
                new NoteEvent.ClinicalDataRecorded(
                        item.id, item.patientId, item.dataType, item.effectiveAt, item.recordedAt));
    }

    private static String place(ClinicalData last) {
        return new Keyset(last.effectiveAt, last.id).encode();
    }
}
