package polyclinic.prescription.prescribing;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EntityTags;
import polyclinic.commons.web.MergePatch;
import polyclinic.prescription.appointments.AppointmentLookup;
import polyclinic.prescription.appointments.KnownAppointment;
import polyclinic.prescription.appointments.KnownAppointments;
import polyclinic.prescription.events.PrescriptionEvent;
import polyclinic.prescription.orders.Prescription;
import polyclinic.prescription.orders.PrescriptionView;
import polyclinic.prescription.orders.Prescriptions;

/** A doctor writes a draft, changes it, cancels it. {@link Releasing} is the step from draft to issuing. */
@ApplicationScoped
class Prescribing {
    private final Prescriptions prescriptions;
    private final KnownAppointments appointments;
    private final AppointmentLookup lookup;
    private final Access access;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Validator validator;
    private final Clock clock;

    Prescribing(
            Prescriptions prescriptions,
            KnownAppointments appointments,
            AppointmentLookup lookup,
            Access access,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Validator validator,
            Clock clock) {
        this.prescriptions = prescriptions;
        this.appointments = appointments;
        this.lookup = lookup;
        this.access = access;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.validator = validator;
        this.clock = clock;
    }

    Uni<Response> draft(DraftPrescription request, Caller caller) {
        return lookup.prepare(request.appointmentId())
                .chain(() -> idempotency.once(request, () -> appointments
                        .locked(request.appointmentId())
                        .map(appointment -> drafted(request, appointment, caller))
                        .chain(this::keep)));
    }

    Uni<Response> revise(UUID id, String ifMatch, JsonNode patch, Caller caller) {
        EntityTags.expected(ifMatch);
        return access.asPrescriber(id, caller)
                .chain(seen -> Panache.withTransaction(() -> prescriptions
                        .locked(id)
                        .call(prescription -> revise(prescription, ifMatch, patch))
                        .map(prescription -> Answer.ok(prescription.version(), PrescriptionView.of(prescription))
                                .toResponse())));
    }

    Uni<Response> cancel(UUID id, CancelPrescription request, Caller caller) {
        return access.asPrescriber(id, caller)
                .chain(seen -> idempotency.once(request, () -> prescriptions
                        .locked(id)
                        .call(prescription -> cancel(prescription, request.reason()))
                        .map(prescription -> Answer.ok(prescription.version(), PrescriptionView.of(prescription)))));
    }

    private Prescription drafted(DraftPrescription request, KnownAppointment appointment, Caller caller) {
        if (appointment == null || !appointment.isOf(caller.subject())) throw new UnknownAppointment();
        if (!appointment.isOpen()) throw new AppointmentNotOpen();
        return Prescription.drafted(
                appointment.id(),
                appointment.patientId(),
                appointment.doctorId(),
                caller.subject(),
                request.items(),
                request.notes(),
                clock.instant());
    }

    private Uni<Answer> keep(Prescription drafted) {
        return prescriptions
                .persistAndFlush(drafted)
                .call(prescription -> outbox.append(
                        audit.entry("create", "prescription", prescription.id(), prescription.patientId()),
                        new PrescriptionEvent.Drafted(prescription.snapshot(null, prescription.createdAt()))))
                .map(prescription -> Answer.created(
                        PrescriptionResource.PATH + "/" + prescription.id(),
                        prescription.version(),
                        PrescriptionView.of(prescription)));
    }

    private Uni<Void> revise(Prescription prescription, String ifMatch, JsonNode patch) {
        EntityTags.check(ifMatch, prescription.version());
        RevisePrescription wanted = MergePatch.apply(
                new RevisePrescription(prescription.asOrdered(), prescription.notes()),
                patch,
                RevisePrescription.class,
                validator);
        Instant now = clock.instant();
        List<String> changed = prescription.revise(wanted.items(), wanted.notes(), now);
        if (changed.isEmpty()) return Uni.createFrom().voidItem();
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry(
                                "update", "prescription", prescription.id(), prescription.patientId(), changed, null),
                        new PrescriptionEvent.Updated(prescription.snapshot(null, now))));
    }

    private Uni<Void> cancel(Prescription prescription, String reason) {
        Instant now = clock.instant();
        prescription.cancel(reason, now);
        return prescriptions
                .flush()
                .chain(() -> outbox.append(
                        audit.entry(
                                "cancel",
                                "prescription",
                                prescription.id(),
                                prescription.patientId(),
                                List.of("status"),
                                reason),
                        new PrescriptionEvent.Cancelled(prescription.snapshot(reason, now))));
    }
}
