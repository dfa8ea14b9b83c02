package polyclinic.notes.clinicaldata;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bson.Document;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;
import polyclinic.notes.access.PatientScope;
import polyclinic.notes.batches.BatchEntries;
import polyclinic.notes.batches.BatchWriting;
import polyclinic.notes.batches.RecordedBatchView;
import polyclinic.notes.clinicaldata.RecordClinicalData.RecordClinicalDataBatch;

/** Records clinical data. */
@ApplicationScoped
class ClinicalDataRecording {
    private final ClinicalDataItems items;
    private final ClinicalDataQueries queries;
    private final PatientAccess patients;
    private final PatientScope reach;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final BatchWriting batches;
    private final Audit audit;
    private final Clock clock;

    ClinicalDataRecording(
            ClinicalDataItems items,
            ClinicalDataQueries queries,
            PatientAccess patients,
            PatientScope reach,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            BatchWriting batches,
            Audit audit,
            Clock clock) {
        this.items = items;
        this.queries = queries;
        this.patients = patients;
        this.reach = reach;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.batches = batches;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<ClinicalDataView>> record(RecordClinicalData request, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return idempotency.once(
                request,
                items.mongoCollection(),
                receipts -> patients.require(ClinicalData.mayBeRecordedOf(request, caller), request.patientId())
                        .chain(() -> {
                            ClinicalData item = ClinicalData.record(request, caller, now);
                            Answer<ClinicalDataView> answer =
                                    Answer.created("/api/v1/clinical-data/" + item.id(), 1, ClinicalDataView.of(item));
                            AuditEntry entry = audit.entry("create", "clinical_data", item.id(), item.patientId());
                            List<Document> messages = outbox.embed(entry, item.recorded());
                            return items.add(item, receipts.seal(answer), messages)
                                    .replaceWith(answer);
                        }),
                earlier -> queries.reread(earlier.createdId(), caller));
    }

    /** Records several data of one patient by one write, or none of them. */
    Uni<Answer<RecordedBatchView>> recordAll(RecordClinicalDataBatch request, Caller caller) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UUID patientId = request.patientId();
        int count = request.entries().size();
        List<UUID> ids = idempotency.ids(request, count);
        BatchWriting.Batch<ClinicalData> batch = new BatchWriting.Batch<>(
                items.mongoCollection(),
                "clinical_data",
                patientId,
                BatchEntries.documents(count, i -> ClinicalData.record(ids.get(i), request.entry(i), caller, now)));
        // A laboratory's reach is another one for its results than a doctor's is for all data.
        List<Scope> scopes = IntStream.range(0, count)
                .mapToObj(i -> ClinicalData.mayBeRecordedOf(request.entry(i), caller))
                .distinct()
                .toList();
        return idempotency.once(
                request,
                items.mongoCollection(),
                receipts -> each(scopes, scope -> patients.require(scope, patientId))
                        .chain(() -> batches.write(batch, receipts)),
                earlier -> each(scopes, scope -> reach.require(scope, patientId, "clinical data", ids.get(0)))
                        .chain(() -> batches.reread(batch)));
    }

    private static Uni<Void> each(List<Scope> scopes, Function<Scope, Uni<Void>> check) {
        return Multi.createFrom()
                .iterable(scopes)
                .onItem()
                .transformToUniAndConcatenate(check::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
