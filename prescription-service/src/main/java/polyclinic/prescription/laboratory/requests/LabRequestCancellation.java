package polyclinic.prescription.laboratory.requests;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.async.AsyncLoop;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.cancellation.CancellationEvent;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequestEvent;
import polyclinic.prescription.laboratory.LabRequestStatus;
import polyclinic.prescription.laboratory.LabRequests;
import polyclinic.prescription.projections.appointments.CancellationHandler;
import polyclinic.prescription.projections.appointments.CareContext;

/** A laboratory request is cancelled: by a doctor until there are results, or because its appointment will not take place. */
@ApplicationScoped
class LabRequestCancellation implements CancellationHandler {
    private static final String NOT_TAKING_PLACE = "The appointment or encounter was cancelled.";

    private final LabRequests requests;
    private final LabRequestQueries queries;
    private final LabRequestAccess access;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    LabRequestCancellation(
            LabRequests requests,
            LabRequestQueries queries,
            LabRequestAccess access,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.requests = requests;
        this.queries = queries;
        this.access = access;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<LabRequestView>> cancel(UUID id, CancelLabRequest wanted, Caller caller) {
        return access.see(id, caller)
                .chain(seen -> idempotency.once(
                        wanted,
                        () -> requests.locked(id)
                                .call(request -> cancel(request, wanted.reason()))
                                .map(request -> LabRequestView.of(request, caller))
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(id, caller)));
    }

    /** Cancels what nobody was bled for yet; what a laboratory has a specimen of goes on and is told. */
    @Override
    public Uni<Void> cancelled(CareContext.Reference context) {
        AtomicReference<@Nullable UUID> last = new AtomicReference<>();
        return AsyncLoop.whileMore(() -> requests.lockedIn(context, last.get()).chain(found -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (LabRequest request : found) all = all.chain(() -> cancelled(request, context));
            if (!found.isEmpty()) last.set(found.get(found.size() - 1).id());
            return all.replaceWith(!found.isEmpty());
        }));
    }

    private Uni<Void> cancelled(LabRequest request, CareContext.Reference context) {
        if (request.status() == LabRequestStatus.CANCELLED)
            return Uni.createFrom().voidItem();
        if (request.status() == LabRequestStatus.REQUESTED) return cancel(request, NOT_TAKING_PLACE);
        return outbox.append(new CancellationEvent.Incomplete(
                context.appointmentId(),
                context.encounterId(),
                request.patientId(),
                "lab_request",
                request.id(),
                request.status() == LabRequestStatus.COLLECTED ? "specimen-collected" : "result-reported",
                clock.instant()));
    }

    private Uni<Void> cancel(LabRequest request, String reason) {
        Instant now = clock.instant();
        request.cancel(reason, now);
        return requests.flush()
                .chain(() -> outbox.append(
                        audit.entry("cancel", "lab_request", request.id(), request.patientId())
                                .withChangedFields(List.of("status"))
                                .withReason(reason),
                        new LabRequestEvent.Cancelled(request.snapshot(reason, now))));
    }
}
