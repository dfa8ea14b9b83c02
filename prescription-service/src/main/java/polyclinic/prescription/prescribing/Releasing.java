package polyclinic.prescription.prescribing;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.appointments.AppointmentLookup;
import polyclinic.prescription.appointments.KnownAppointments;
import polyclinic.prescription.checking.Allergy;
import polyclinic.prescription.checking.AllergyCheck;
import polyclinic.prescription.checking.AllergyConflict;
import polyclinic.prescription.checking.Check;
import polyclinic.prescription.checking.Conflict;
import polyclinic.prescription.events.PrescriptionEvent;
import polyclinic.prescription.issuing.Issuing;
import polyclinic.prescription.orders.Prescription;
import polyclinic.prescription.orders.PrescriptionView;
import polyclinic.prescription.orders.Prescriptions;
import polyclinic.prescription.patients.PatientLookup;

/** The doctor lets a draft go: it is checked against the patient's allergies, and {@link Issuing} takes over. */
@ApplicationScoped
class Releasing {
    private final Prescriptions prescriptions;
    private final KnownAppointments appointments;
    private final AppointmentLookup appointmentLookup;
    private final PatientLookup patients;
    private final Access access;
    private final AllergyCheck allergyCheck;
    private final Issuing issuing;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Releasing(
            Prescriptions prescriptions,
            KnownAppointments appointments,
            AppointmentLookup appointmentLookup,
            PatientLookup patients,
            Access access,
            AllergyCheck allergyCheck,
            Issuing issuing,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.appointments = appointments;
        this.appointmentLookup = appointmentLookup;
        this.patients = patients;
        this.access = access;
        this.allergyCheck = allergyCheck;
        this.issuing = issuing;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** 202; {@code issued} or {@code draft} follows. Everything remote is asked before the transaction begins. */
    Uni<Response> issue(UUID id, IssuePrescription request, Caller caller) {
        return access.asPrescriber(id, caller)
                .call(prescription -> appointmentLookup.prepareDoctor(prescription.doctorId()))
                .call(prescription -> patients.prepare(prescription.patientId()))
                .chain(prescription -> patients.allergies(prescription.patientId()))
                .chain(allergies -> idempotency.once(request, () -> release(id, request, allergies)))
                .invoke(issuing::wake);
    }

    private Uni<Answer> release(UUID id, IssuePrescription request, List<Allergy> allergies) {
        return prescriptions
                .locked(id)
                .call(this::requireThatItTookPlace)
                .call(prescription -> release(prescription, request, allergies))
                .map(prescription -> Answer.accepted(
                        PrescriptionResource.PATH + "/" + id,
                        prescription.version(),
                        PrescriptionView.of(prescription)));
    }

    private Uni<Void> requireThatItTookPlace(Prescription prescription) {
        prescription.requireDraft();
        return appointments.locked(prescription.appointmentId()).map(appointment -> {
            if (appointment == null || appointment.neverTookPlace()) throw new AppointmentNotOpen();
            return null;
        });
    }

    private Uni<Void> release(Prescription prescription, IssuePrescription request, List<Allergy> allergies) {
        Instant now = clock.instant();
        List<Check> checks = allergyCheck.check(prescription.candidates(), allergies);
        List<Conflict> conflicts = new ArrayList<>();
        for (Check check : checks) conflicts.addAll(check.conflicts());
        if (!conflicts.isEmpty() && request.overrideReason() == null) throw new AllergyConflict(conflicts);
        String override = conflicts.isEmpty() ? null : request.overrideReason();
        prescription.startIssuing(checks, override, now);
        return prescriptions
                .flush()
                .chain(() -> issuing.begin(prescription, now))
                .chain(() -> outbox.append(
                        audit.entry(
                                "issue",
                                "prescription",
                                prescription.id(),
                                prescription.patientId(),
                                List.of("status", "checks"),
                                override),
                        new PrescriptionEvent.IssuingStarted(prescription.snapshot(null, now))));
    }
}
