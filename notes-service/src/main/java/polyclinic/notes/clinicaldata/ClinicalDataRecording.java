package polyclinic.notes.clinicaldata;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bson.Document;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.mongo.MongoIdempotency;
import polyclinic.commons.mongo.MongoOutbox;
import polyclinic.commons.web.Answer;

/** Records clinical data. */
@ApplicationScoped
class ClinicalDataRecording {
    private final ClinicalDataItems items;
    private final ClinicalDataQueries queries;
    private final PatientAccess patients;
    private final MongoIdempotency idempotency;
    private final MongoOutbox outbox;
    private final Audit audit;
    private final Clock clock;

    ClinicalDataRecording(
            ClinicalDataItems items,
            ClinicalDataQueries queries,
            PatientAccess patients,
            MongoIdempotency idempotency,
            MongoOutbox outbox,
            Audit audit,
            Clock clock) {
        this.items = items;
        this.queries = queries;
        this.patients = patients;
        this.idempotency = idempotency;
        this.outbox = outbox;
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
}
