package polyclinic.prescription.laboratory.work;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequestEvent;
import polyclinic.prescription.laboratory.LabRequests;
import polyclinic.prescription.laboratory.requests.LabRequestAccess;
import polyclinic.prescription.laboratory.requests.LabRequestQueries;
import polyclinic.prescription.laboratory.requests.LabRequestView;

/** Somebody takes specimens from the patient. */
@ApplicationScoped
class SpecimenCollection {
    private final LabRequests requests;
    private final LabRequestQueries queries;
    private final LabRequestAccess access;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    SpecimenCollection(
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

    Uni<Answer<LabRequestView>> collect(UUID id, CollectSpecimens taken, Caller caller) {
        return access.see(id, caller)
                .chain(seen -> idempotency.once(
                        taken,
                        () -> requests.locked(id)
                                .call(request -> collect(request, taken, caller))
                                .map(request -> LabRequestView.of(request, caller))
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(id, caller)));
    }

    private Uni<Void> collect(LabRequest request, CollectSpecimens taken, Caller caller) {
        Instant now = clock.instant();
        request.collect(samples(taken, now), caller.subject(), now);
        return requests.flush()
                .chain(() -> outbox.append(
                        audit.entry("collect", "lab_request", request.id(), request.patientId())
                                .withChangedFields(List.of("status", "specimens")),
                        new LabRequestEvent.Collected(request.snapshot(null, now))));
    }

    private static List<LabRequest.Sample> samples(CollectSpecimens taken, Instant now) {
        return IntStream.range(0, taken.specimens().size())
                .mapToObj(i -> {
                    CollectSpecimens.Taken one = taken.specimens().get(i);
                    return new LabRequest.Sample(
                            one.type(),
                            one.container(),
                            PastMoment.of("specimens[" + i + "].collectedAt", one.collectedAt(), now));
                })
                .toList();
    }
}
