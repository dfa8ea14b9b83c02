package polyclinic.notes.clinicaldata;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.notes.content.Author;
import polyclinic.notes.content.EnteredInError;
import polyclinic.notes.content.MarkEnteredInError;
import polyclinic.notes.content.MarkedBefore;

/** Marks clinical data as entered in error. */
@ApplicationScoped
public class ClinicalDataMarking {
    private final ClinicalDataItems items;
    private final ClinicalDataQueries queries;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    ClinicalDataMarking(
            ClinicalDataItems items,
            ClinicalDataQueries queries,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.items = items;
        this.queries = queries;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<ClinicalDataView>> mark(UUID id, MarkEnteredInError request, Caller caller) {
        return idempotency.once(
                List.of(id, request),
                items.mongoCollection(),
                receipts -> items.require(id, caller)
                        .invoke(item -> {
                            if (item.enteredInError() != null) throw new MarkedBefore();
                            if (item.labRequestId() != null) throw new CorrectedByLaboratory(item.labRequestId());
                        })
                        .call(item ->
                                request.requireReplacement(item.id(), other -> items.holds(other, item.patientId())))
                        .chain(item -> {
                            EnteredInError mark = request.mark(Author.of(caller), clock.instant());
                            List<Document> sealed = receipts.seal(Answer.ok(2, id));
                            return items.mark(id, mark, sealed, messages(item, mark));
                        })
                        .map(ClinicalDataView::of)
                        .map(view -> Answer.ok(view.version(), view)),
                earlier -> queries.reread(id, caller));
    }

    /** Marks what a newer version of a laboratory's results has replaced; nothing happens when it is marked. */
    public Uni<Void> replace(ClinicalData item, UUID replacedBy, String reason, Author author) {
        if (item.enteredInError() != null) return Uni.createFrom().voidItem();
        EnteredInError mark =
                new EnteredInError(reason, replacedBy, author, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return items.mark(item.id(), mark, List.of(), messages(item, mark))
                .replaceWithVoid()
                .onFailure(MarkedBefore.class)
                .recoverWithNull();
    }

    private List<Document> messages(ClinicalData item, EnteredInError mark) {
        AuditEntry entry = audit.entry("enter-in-error", "clinical_data", item.id(), item.patientId())
                .withChangedFields(List.of("enteredInError"))
                .withReason(mark.reason());
        return outbox.embed(entry, item.markedInError(mark));
    }
}
