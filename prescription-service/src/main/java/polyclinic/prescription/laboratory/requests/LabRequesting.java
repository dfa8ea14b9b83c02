package polyclinic.prescription.laboratory.requests;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import polyclinic.commons.access.PatientAccess;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.prescription.access.LabAccessPolicy;
import polyclinic.prescription.laboratory.LabPriority;
import polyclinic.prescription.laboratory.LabRequest;
import polyclinic.prescription.laboratory.LabRequestEvent;
import polyclinic.prescription.laboratory.LabRequests;
import polyclinic.prescription.projections.appointments.AppointmentLookup;
import polyclinic.prescription.projections.appointments.CareContext;
import polyclinic.prescription.projections.appointments.CareContext.OfAppointment;
import polyclinic.prescription.projections.appointments.CareContext.OfEncounter;
import polyclinic.prescription.projections.appointments.CareContexts;
import polyclinic.prescription.projections.appointments.KnownDoctors;

/** A doctor asks for laboratory tests of a patient in care, walk-ins included. */
@ApplicationScoped
class LabRequesting {
    private final LabRequests requests;
    private final LabRequestQueries queries;
    private final PatientAccess patients;
    private final CareContexts contexts;
    private final AppointmentLookup lookup;
    private final KnownDoctors doctors;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    LabRequesting(
            LabRequests requests,
            LabRequestQueries queries,
            PatientAccess patients,
            CareContexts contexts,
            AppointmentLookup lookup,
            KnownDoctors doctors,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.requests = requests;
        this.queries = queries;
        this.patients = patients;
        this.contexts = contexts;
        this.lookup = lookup;
        this.doctors = doctors;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /** Answers 201. The owners are asked, where necessary, before the transaction begins. */
    Uni<Answer<LabRequestView>> request(RequestLabTests request, Caller caller) {
        return patients.reaches(LabAccessPolicy.scope(caller), request.patientId())
                .invoke(reached -> {
                    if (!reached) throw new UnknownPatient(request.patientId());
                })
                .chain(() -> place(request))
                .chain(place -> idempotency.once(
                        request,
                        () -> requireOpen(place, request.patientId())
                                .chain(() -> doctors.idOf(caller.subject()))
                                .chain(doctor -> requests.nextNumber()
                                        .map(number -> requested(number, request, place, doctor, caller)))
                                .call(requests::persistAndFlush)
                                .call(this::publish)
                                .map(made -> LabRequestView.of(made, caller))
                                .map(view -> Answer.created(view.location(), view.version(), view)),
                        earlier -> queries.reread(earlier.createdId(), caller)));
    }

    /** Where it is asked for. @param field the one that names it in the request, for a violation */
    private record Place(String field, CareContext.Reference reference) {}

    private Uni<@Nullable Place> place(RequestLabTests request) {
        UUID encounter = request.encounterId();
        UUID appointment = request.appointmentId();
        if (encounter != null)
            return lookup.prepare(new OfEncounter(encounter)).map(reference -> {
                if (appointment != null && !appointment.equals(reference.appointmentId()))
                    throw new UnknownReference("encounterId");
                return new Place("encounterId", reference);
            });
        if (appointment == null) return Uni.createFrom().nullItem();
        return lookup.prepare(new OfAppointment(appointment)).map(reference -> new Place("appointmentId", reference));
    }

    /** With its row locked, so that a cancellation waits and then sees the request. */
    private Uni<Void> requireOpen(@Nullable Place place, UUID patientId) {
        if (place == null) return Uni.createFrom().voidItem();
        return contexts.locked(place.reference()).map(context -> {
            if (context == null || !context.patientId().equals(patientId)) throw new UnknownReference(place.field());
            if (context.neverTookPlace())
                throw new Problem(422, "appointment-not-open", "The appointment or encounter was cancelled or missed.");
            return null;
        });
    }

    private LabRequest requested(
            String number, RequestLabTests request, @Nullable Place place, @Nullable UUID doctor, Caller caller) {
        return LabRequest.requested(
                number,
                new LabRequest.Order(
                        request.patientId(),
                        place == null ? null : place.reference().appointmentId(),
                        request.encounterId(),
                        doctor,
                        caller.subject(),
                        Objects.requireNonNullElse(request.priority(), LabPriority.ROUTINE),
                        request.tests(),
                        request.note()),
                clock.instant());
    }

    private Uni<Void> publish(LabRequest requested) {
        return outbox.append(
                audit.entry("create", "lab_request", requested.id(), requested.patientId()),
                new LabRequestEvent.Requested(requested.snapshot(null, requested.requestedAt())));
    }
}
