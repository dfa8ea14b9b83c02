package polyclinic.prescription.refills;

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
import polyclinic.commons.web.Answer;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionAccess;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.PrescriptionQueries;
import polyclinic.prescription.prescriptions.PrescriptionView;
import polyclinic.prescription.prescriptions.Prescriptions;
import polyclinic.prescription.projections.patients.AllergyList;
import polyclinic.prescription.projections.patients.PatientLookup;
import polyclinic.prescription.safety.Check;
import polyclinic.prescription.safety.SafetyCheck;
import polyclinic.prescription.safety.SafetyConflict;
import polyclinic.prescription.screening.PrescriptionCandidates;

/**
 * Uses one of the refills that the doctor allowed: the item's quantity may be dispensed once more (FHIR:
 * {@code MedicationRequest.dispenseRequest.numberOfRepeatsAllowed}). It is the same prescription with the same document.
 */
@ApplicationScoped
class PrescriptionRefill {
    private final Prescriptions prescriptions;
    private final PrescriptionQueries queries;
    private final PrescriptionAccess access;
    private final PatientLookup patients;
    private final PrescriptionCandidates candidates;
    private final SafetyCheck safety;
    private final DispensedSupply supply;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    PrescriptionRefill(
            Prescriptions prescriptions,
            PrescriptionQueries queries,
            PrescriptionAccess access,
            PatientLookup patients,
            PrescriptionCandidates candidates,
            SafetyCheck safety,
            DispensedSupply supply,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.queries = queries;
        this.access = access;
        this.patients = patients;
        this.candidates = candidates;
        this.safety = safety;
        this.supply = supply;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Answers 200, or 409 {@code no-refills-left}, {@code not-dispensed} or {@code invalid-transition}; 409 {@code too-early} while the
     * patient still has most of what was dispensed, unless there is a reason for it. What has become known since issuing is checked
     * again: a conflict that nobody accepted then is 409 like one at issuing, unless there is a reason to override it.
     */
    Uni<Answer<PrescriptionView>> refill(UUID id, RefillPrescription request, Caller caller) {
        return access.see(id, caller)
                .chain(seen -> patients.allergies(seen.patientId()))
                .chain(allergies -> idempotency.once(
                        request,
                        () -> prescriptions
                                .locked(id)
                                .call(prescription -> refill(prescription, request, allergies.orElse(null)))
                                .map(PrescriptionView::of)
                                .map(view -> Answer.ok(view.version(), view)),
                        earlier -> queries.reread(id, caller)));
    }

    private Uni<Void> refill(Prescription prescription, RefillPrescription request, @Nullable AllergyList allergies) {
        Instant now = clock.instant();
        List<UUID> refilled = prescription.refill(request.itemIds(), now);
        return supply.refillableFrom(prescription.id(), refilled)
                .map(earliest -> earliest != null && now.isBefore(earliest) ? earliest : null)
                .invoke(earliest -> {
                    if (earliest != null && request.earlyReason() == null) throw new RefillTooEarly(earliest);
                })
                .chain(earliest -> acceptedConflicts(prescription, request, allergies, now)
                        .call(prescriptions::flush)
                        .chain(conflicts -> outbox.append(
                                audit.entry("refill", "prescription", prescription.id(), prescription.patientId())
                                        .withChangedFields(List.of("status", "items"))
                                        .withReason(reason(
                                                earliest == null ? null : request.earlyReason(),
                                                conflicts.isEmpty() ? null : request.overrideReason())),
                                new PrescriptionEvent.Refilled(prescription.snapshot(null, now)))));
    }

    /** Those that were found since issuing; fails with {@link SafetyConflict} when nobody takes them on themselves. */
    private Uni<List<Check>> acceptedConflicts(
            Prescription prescription, RefillPrescription request, @Nullable AllergyList allergies, Instant now) {
        return candidates
                .of(prescription)
                .chain(items -> safety.check(prescription.id(), prescription.patientId(), items, allergies, now))
                .map(checks -> Check.newConflicts(checks, prescription.checks()))
                .invoke(conflicts -> {
                    if (!conflicts.isEmpty() && request.overrideReason() == null)
                        throw new SafetyConflict(prescription.id(), prescription.patientId(), conflicts);
                });
    }

    /** What was needed of both reasons; null when neither was. */
    private static @Nullable String reason(@Nullable String early, @Nullable String override) {
        if (early == null) return override;
        return override == null ? early : early + "; " + override;
    }
}
