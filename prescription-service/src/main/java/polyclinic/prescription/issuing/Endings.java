package polyclinic.prescription.issuing;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.values.Ids;
import polyclinic.prescription.appointments.KnownAppointments;
import polyclinic.prescription.events.PrescriptionEvent;
import polyclinic.prescription.orders.Prescription;
import polyclinic.prescription.orders.Prescriptions;
import polyclinic.prescription.orders.Voiding;

/** The two ends of an attempt, each one transaction: prescription, process row, event and audit entry together. */
@ApplicationScoped
class Endings {
    private final IssuingConfig config;
    private final Runs runs;
    private final Prescriptions prescriptions;
    private final KnownAppointments appointments;
    private final Voiding voiding;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Endings(
            IssuingConfig config,
            Runs runs,
            Prescriptions prescriptions,
            KnownAppointments appointments,
            Voiding voiding,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.config = config;
        this.runs = runs;
        this.prescriptions = prescriptions;
        this.appointments = appointments;
        this.voiding = voiding;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** The prescription points to its document and is issued. */
    Uni<Run> issued(Run run) {
        Instant now = clock.instant();
        return Panache.withTransaction(() -> prescriptions
                        .locked(run.prescriptionId())
                        .call(prescription -> runs.end(run, Step.ISSUED, null, now))
                        .chain(prescription -> issue(run, prescription, now)))
                .replaceWith(() -> run.ended(Step.ISSUED));
    }

    /** The prescription is a draft again, and what may have been stored is marked to be deleted. */
    Uni<Run> returned(Run run, Step.Happened happened, String reason) {
        Step end = run.step().after(happened);
        Instant now = clock.instant();
        return Panache.withTransaction(() -> prescriptions
                        .locked(run.prescriptionId())
                        .call(prescription -> runs.end(run, end, reason, now))
                        .call(prescription -> run.step().mayHaveStored()
                                ? unwanted(run, prescription, now)
                                : Uni.createFrom().voidItem())
                        .chain(prescription -> putBack(run, prescription, reason, now)))
                .replaceWith(() -> run.ended(end));
    }

    private Uni<Void> issue(Run run, Prescription prescription, Instant now) {
        boolean changed = prescription.finishIssuing(run.attempt(), run.assetId(), Hash.sha256(run.document()), now);
        if (!changed) return unwanted(run, prescription, now);
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry(
                                "issued",
                                "prescription",
                                prescription.id(),
                                prescription.patientId(),
                                List.of("status", "documentAssetId"),
                                null),
                        new PrescriptionEvent.Issued(prescription.snapshot(null, now))));
    }

    private Uni<Void> putBack(Run run, Prescription prescription, String reason, Instant now) {
        if (!prescription.returnToDraft(run.attempt(), reason, now))
            return Uni.createFrom().voidItem();
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry(
                                "return_to_draft",
                                "prescription",
                                prescription.id(),
                                prescription.patientId(),
                                List.of("status"),
                                reason),
                        new PrescriptionEvent.ReturnedToDraft(prescription.snapshot(reason, now))))
                .chain(() -> appointments.locked(prescription.appointmentId()))
                .chain(appointment -> appointment != null && appointment.isCancelled()
                        ? voiding.voidDraft(prescription)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> unwanted(Run run, Prescription prescription, Instant now) {
        return runs.unwanted(
                Ids.next(),
                run,
                prescription.patientId(),
                Hash.sha256(run.document()),
                now,
                now.plus(config.settlesAfter()));
    }
}
