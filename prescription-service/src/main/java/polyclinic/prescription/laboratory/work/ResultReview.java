package polyclinic.prescription.laboratory.work;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequestEvent;
import polyclinic.prescription.laboratory.LabRequests;
import polyclinic.prescription.laboratory.requests.LabRequestAccess;
import polyclinic.prescription.laboratory.requests.LabRequestQueries;
import polyclinic.prescription.laboratory.requests.LabRequestView;

/** The doctor who asked, or another one who has the patient in care, has looked at the newest version of the results. */
@ApplicationScoped
class ResultReview {
    private final LabRequests requests;
    private final LabRequestQueries queries;
    private final LabRequestAccess access;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    ResultReview(
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

    Uni<Answer<LabRequestView>> review(UUID id, ReviewResults review, Caller caller) {
        return access.see(id, caller)
                .chain(seen -> idempotency.once(
                        review,
                        () -> requests.locked(id)
                                .call(request -> review(request, review, caller))
                                .map(request -> LabRequestView.of(request, caller))
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(id, caller)));
    }

    /** A doctor who does not say which of several versions was seen may mean one that is no longer the newest. */
    private static void requireNewest(LabRequest request, @Nullable Integer seen) {
        if (seen == null && request.resultVersion() > 1)
            throw new Problem(
                    409, "newer-results", "The results have several versions; say by resultVersion which was seen.");
        if (seen != null && request.resultVersion() > 0 && seen != request.resultVersion())
            throw new Problem(409, "newer-results", "The results have another version by now; look at that one.");
    }

    private Uni<Void> review(LabRequest request, ReviewResults review, Caller caller) {
        Instant now = clock.instant();
        requireNewest(request, review.resultVersion());
        request.review(caller.subject(), review.comment(), now);
        return requests.flush()
                .chain(() -> outbox.append(
                        audit.entry("review", "lab_request", request.id(), request.patientId())
                                .withChangedFields(List.of("status")),
                        new LabRequestEvent.Reviewed(request.snapshot(null, now))));
    }
}
