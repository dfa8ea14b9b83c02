package polyclinic.prescription.issuing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.documents.PrescriptionDocumentFactory;
import polyclinic.prescription.drafting.AppointmentNotOpen;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionAccess;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.PrescriptionQueries;
import polyclinic.prescription.prescriptions.PrescriptionView;
import polyclinic.prescription.prescriptions.Prescriptions;
import polyclinic.prescription.projections.appointments.AppointmentLookup;
import polyclinic.prescription.projections.appointments.CareContexts;
import polyclinic.prescription.projections.patients.AllergyList;
import polyclinic.prescription.projections.patients.PatientLookup;
import polyclinic.prescription.safety.Check;
import polyclinic.prescription.safety.SafetyCheck;
import polyclinic.prescription.screening.PrescriptionCandidates;

/** The doctor issues a draft: it is checked against the patient's allergies and medicines, and an attempt at issuing begins. */
@ApplicationScoped
class PrescriptionIssuance {
    private final Prescriptions prescriptions;
    private final PrescriptionQueries queries;
    private final PrescriptionAccess access;
    private final AppointmentLookup lookup;
    private final CareContexts contexts;
    private final PrescriptionDocumentFactory documents;
    private final PatientLookup patients;
    private final PrescriptionCandidates candidates;
    private final SafetyCheck safety;
    private final IssuingScheduler scheduler;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    PrescriptionIssuance(
            Prescriptions prescriptions,
            PrescriptionQueries queries,
            PrescriptionAccess access,
            AppointmentLookup lookup,
            CareContexts contexts,
            PrescriptionDocumentFactory documents,
            PatientLookup patients,
            PrescriptionCandidates candidates,
            SafetyCheck safety,
            IssuingScheduler scheduler,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.queries = queries;
        this.access = access;
        this.lookup = lookup;
        this.contexts = contexts;
        this.documents = documents;
        this.patients = patients;
        this.candidates = candidates;
        this.safety = safety;
        this.scheduler = scheduler;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Answers 202; {@code issued} or {@code draft} follows. Other services are asked before the transaction begins. */
    Uni<Answer<PrescriptionView>> issue(UUID id, IssuePrescription request, Caller caller) {
        return access.asPrescriber(id, caller)
                .call(prescription -> lookup.ensureKnown(prescription.context()))
                .call(documents::prepare)
                .chain(prescription -> patients.allergies(prescription.patientId()))
                .chain(allergies -> idempotency.once(
                        request,
                        () -> prescriptions
                                .locked(id)
                                .call(this::requireThatItTookPlace)
                                .call(prescription -> start(prescription, request, allergies))
                                .map(PrescriptionView::of)
                                .map(view -> Answer.accepted(view.location(), view.version(), view)),
                        earlier -> queries.reread(id, caller)))
                .invoke(scheduler::wake);
    }

    private Uni<Void> requireThatItTookPlace(Prescription prescription) {
        prescription.requireDraft();
        return contexts.locked(prescription.context())
                .invoke(context -> {
                    if (context == null || context.neverTookPlace()) throw new AppointmentNotOpen();
                })
                .replaceWithVoid();
    }

    private Uni<Void> start(Prescription prescription, IssuePrescription request, Optional<AllergyList> allergies) {
        Instant now = clock.instant();
        return candidates
                .of(prescription)
                .chain(items ->
                        safety.check(prescription.id(), prescription.patientId(), items, allergies.orElse(null), now))
                .chain(checks -> start(prescription, request, checks, now));
    }

    private Uni<Void> start(Prescription prescription, IssuePrescription request, List<Check> checks, Instant now) {
        prescription.startIssuing(checks, request.overrideReason(), now);
        return prescriptions
                .flush()
                .chain(() -> scheduler.begin(prescription, now))
                .chain(() -> outbox.append(
                        audit.entry("issue", "prescription", prescription.id(), prescription.patientId())
                                .withChangedFields(List.of("status", "checks"))
                                .withReason(prescription.overrideReason()),
                        new PrescriptionEvent.IssuingStarted(prescription.snapshot(null, now))));
    }
}
