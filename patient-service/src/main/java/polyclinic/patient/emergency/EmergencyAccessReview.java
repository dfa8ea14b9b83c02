package polyclinic.patient.emergency;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.access.postgres.PostgresCareStore;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/** An auditor judges an emergency access, once. */
@ApplicationScoped
class EmergencyAccessReview {
    private final EmergencyAccesses accesses;
    private final EmergencyAccessQueries queries;
    private final PostgresCareStore care;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    EmergencyAccessReview(
            EmergencyAccesses accesses,
            EmergencyAccessQueries queries,
            PostgresCareStore care,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.accesses = accesses;
        this.queries = queries;
        this.care = care;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<EmergencyAccessView>> review(UUID id, ReviewEmergencyAccess request, Caller auditor) {
        Instant now = clock.instant();
        return idempotency.once(
                request,
                () -> accesses.lock(id)
                        .invoke(access -> access.review(request, auditor, now))
                        .call(accesses::flush)
                        .call(access -> care.saveInTransaction(access.care()))
                        .call(access -> outbox.append(
                                audit.entry("review", "emergency_access", id, access.patientId())
                                        .withReason(access.note())
                                        .withChangedFields(List.of("verdict", "note")),
                                new EmergencyAccessEvent.Reviewed(access.snapshot(), request.verdict(), now)))
                        .map(access -> Answer.ok(access.version(), access.view())),
                earlier -> queries.reread(id, auditor));
    }
}
