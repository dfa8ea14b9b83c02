package polyclinic.prescription.laboratory.work;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.laboratory.LabReport;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequestEvent;
import polyclinic.prescription.laboratory.LabRequests;
import polyclinic.prescription.laboratory.LabResult;
import polyclinic.prescription.laboratory.LabTest;
import polyclinic.prescription.laboratory.UnknownTest;
import polyclinic.prescription.laboratory.limits.CriticalLimits;
import polyclinic.prescription.laboratory.requests.LabRequestAccess;
import polyclinic.prescription.laboratory.requests.LabRequestQueries;
import polyclinic.prescription.laboratory.requests.LabRequestView;

/** The laboratory reports results, all at once or as they come, and corrects them. Each report is a version that is kept. */
@ApplicationScoped
class ResultReporting {
    private final LabRequests requests;
    private final LabRequestQueries queries;
    private final LabRequestAccess access;
    private final CriticalLimits limits;
    private final LaboratoryConfig config;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    ResultReporting(
            LabRequests requests,
            LabRequestQueries queries,
            LabRequestAccess access,
            CriticalLimits limits,
            LaboratoryConfig config,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.requests = requests;
        this.queries = queries;
        this.access = access;
        this.limits = limits;
        this.config = config;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<LabRequestView>> report(UUID id, ReportResults reported, Caller caller) {
        return access.see(id, caller)
                .chain(seen -> idempotency.once(
                        reported,
                        () -> requests.locked(id)
                                .call(request -> known(reported.results())
                                        .chain(known -> report(request, reported, known, caller)))
                                .map(request -> LabRequestView.of(request, caller))
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(id, caller)));
    }

    Uni<Answer<LabRequestView>> correct(UUID id, CorrectResults correction, Caller caller) {
        return access.see(id, caller)
                .chain(seen -> idempotency.once(
                        correction,
                        () -> requests.locked(id)
                                .call(request -> known(correction.results())
                                        .chain(known -> correct(request, correction, known, caller)))
                                .map(request -> LabRequestView.of(request, caller))
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(id, caller)));
    }

    private Uni<CriticalLimits.Known> known(List<ResultEntry> entries) {
        return limits.of(entries.stream().map(ResultEntry::code).distinct().toList());
    }

    private Uni<Void> report(LabRequest request, ReportResults reported, CriticalLimits.Known known, Caller caller) {
        Instant now = clock.instant();
        Map<String, String> names = names(request);
        List<LabTest> reflex = reflex(reported.results(), names);
        Instant performedAt = PastMoment.of("performedAt", reported.performedAt(), now);
        List<LabResult> results = results(reported.results(), names, known);
        request.result(results, reflex, publication(request, performedAt, caller, now));
        return publish(request, "result", null, now, LabRequestEvent.Resulted::new);
    }

    private Uni<Void> correct(
            LabRequest request, CorrectResults correction, CriticalLimits.Known known, Caller caller) {
        Instant now = clock.instant();
        LabReport before = request.report();
        Instant stated =
                correction.performedAt() == null ? null : PastMoment.of("performedAt", correction.performedAt(), now);
        Instant performedAt = stated != null ? stated : before != null ? before.performedAt() : now;
        request.correct(
                results(correction.results(), names(request), known).stream()
                        .map(result -> result.performedAtOr(stated))
                        .toList(),
                correction.reason(),
                publication(request, performedAt, caller, now));
        return publish(request, "correct", correction.reason(), now, LabRequestEvent.Corrected::new);
    }

    private LabRequest.Publication publication(LabRequest request, Instant performedAt, Caller caller, Instant now) {
        return new LabRequest.Publication(
                performedAt, caller.subject(), now, config.patientsSeeUnreviewed(), critical -> config.reviewWithin()
                        .dueAt(request.priority(), critical, now));
    }

    private static Map<String, String> names(LabRequest request) {
        Map<String, String> names = new HashMap<>();
        for (LabTest test : request.tests()) names.put(test.code(), test.name());
        return names;
    }

    /** The tests that nobody asked for; adds their names. */
    private static List<LabTest> reflex(List<ResultEntry> entries, Map<String, String> names) {
        List<LabTest> reflex = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            ResultEntry entry = entries.get(i);
            if (!entry.isReflex() || names.containsKey(entry.code())) continue;
            reflex.add(new LabTest(entry.code(), entry.reflexName("results[" + i + "]")));
            names.put(entry.code(), reflex.get(reflex.size() - 1).name());
        }
        return reflex;
    }

    private static List<LabResult> results(
            List<ResultEntry> entries, Map<String, String> names, CriticalLimits.Known known) {
        Map<String, LabResult> results = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            ResultEntry entry = entries.get(i);
            String field = "results[" + i + "]";
            String name = names.get(entry.code());
            if (name == null)
                throw new UnknownTest("A result is of a test that was not asked for; a reflex test says so by reflex.");
            if (results.put(entry.code(), entry.result(field, name, known)) != null)
                throw Problem.invalid(field + ".code", "must not be there twice");
        }
        return List.copyOf(results.values());
    }

    private Uni<Void> publish(
            LabRequest request,
            String action,
            @Nullable String reason,
            Instant now,
            Function<LabRequestEvent.Snapshot, LabRequestEvent> event) {
        return requests.flush()
                .chain(() -> outbox.append(
                        audit.entry(action, "lab_request", request.id(), request.patientId())
                                .withChangedFields(List.of("status", "results"))
                                .withReason(reason),
                        event.apply(request.snapshot(reason, now))));
    }
}
