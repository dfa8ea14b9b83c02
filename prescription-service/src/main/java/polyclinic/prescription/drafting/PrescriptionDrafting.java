package polyclinic.prescription.drafting;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.prescriptions.PrescribedItem;
import polyclinic.prescription.prescriptions.Prescription;
import polyclinic.prescription.prescriptions.PrescriptionEvent;
import polyclinic.prescription.prescriptions.PrescriptionQueries;
import polyclinic.prescription.prescriptions.PrescriptionView;
import polyclinic.prescription.prescriptions.Prescriptions;
import polyclinic.prescription.projections.appointments.AppointmentLookup;
import polyclinic.prescription.projections.appointments.CareContext;
import polyclinic.prescription.projections.appointments.CareContexts;

/** A doctor writes a draft in their own appointment, or in the encounter of a walk-in. */
@ApplicationScoped
class PrescriptionDrafting {
    private final Prescriptions prescriptions;
    private final PrescriptionQueries queries;
    private final PrescribedMedicines medicines;
    private final CareContexts contexts;
    private final AppointmentLookup lookup;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    PrescriptionDrafting(
            Prescriptions prescriptions,
            PrescriptionQueries queries,
            PrescribedMedicines medicines,
            CareContexts contexts,
            AppointmentLookup lookup,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.queries = queries;
        this.medicines = medicines;
        this.contexts = contexts;
        this.lookup = lookup;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Answers 201. The owner is asked, where necessary, before the transaction begins. */
    Uni<Answer<PrescriptionView>> draft(DraftPrescription request, Caller caller) {
        return lookup.prepare(request.context())
                .chain(reference -> idempotency.once(
                        request,
                        () -> contexts.lockedOf(reference, caller.subject())
                                .onItem()
                                .ifNull()
                                .switchTo(() -> unknown(reference))
                                .chain(context -> medicines
                                        .writtenOut(request.items())
                                        .map(items -> drafted(request, items, reference, context, caller)))
                                .call(prescriptions::persistAndFlush)
                                .call(this::publish)
                                .map(PrescriptionView::of)
                                .map(view -> Answer.created(view.location(), view.version(), view)),
                        earlier -> queries.reread(earlier.createdId(), caller)));
    }

    private Prescription drafted(
            DraftPrescription request,
            List<PrescribedItem> items,
            CareContext.Reference reference,
            CareContext context,
            Caller caller) {
        if (!context.isOpen()) throw new AppointmentNotOpen();
        return Prescription.drafted(
                reference,
                context.patientId(),
                context.doctorId(),
                caller.subject(),
                items,
                request.notes(),
                clock.instant());
    }

    /** To the caller another doctor's is unknown; the audit trail is told whose patient they tried. */
    private Uni<CareContext> unknown(CareContext.Reference reference) {
        return contexts.locked(reference).chain(hidden -> Uni.createFrom()
                .failure(unknown(reference, hidden == null ? null : hidden.patientId())));
    }

    private static Problem unknown(CareContext.Reference reference, @Nullable UUID hiddenPatient) {
        return reference instanceof CareContext.OfAppointment appointment
                ? new UnknownAppointment(appointment.id(), hiddenPatient)
                : new UnknownEncounter(((CareContext.OfEncounter) reference).id(), hiddenPatient);
    }

    private Uni<Void> publish(Prescription drafted) {
        return outbox.append(
                audit.entry("create", "prescription", drafted.id(), drafted.patientId()),
                new PrescriptionEvent.Drafted(drafted.snapshot(null, drafted.createdAt())));
    }
}
