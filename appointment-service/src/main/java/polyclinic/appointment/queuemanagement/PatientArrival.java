package polyclinic.appointment.queuemanagement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.appointments.Appointment;
import polyclinic.appointment.appointments.Appointments;
import polyclinic.appointment.checkin.CheckIn;
import polyclinic.appointment.projections.PatientNames;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.appointment.queue.QueueEntryView;
import polyclinic.appointment.queue.QueueQueries;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.problem.NotFound;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.provenance.Provenance;
import polyclinic.commons.web.Answer;

/** Puts a patient into a doctor's queue or the common one: a walk-in at once, a patient with an appointment by checking it in. */
@ApplicationScoped
class PatientArrival {
    private final PatientNames patients;
    private final Appointments appointments;
    private final CheckIn checkIn;
    private final QueueSteps steps;
    private final QueueQueries queries;
    private final Idempotency idempotency;

    PatientArrival(
            PatientNames patients,
            Appointments appointments,
            CheckIn checkIn,
            QueueSteps steps,
            QueueQueries queries,
            Idempotency idempotency) {
        this.patients = patients;
        this.appointments = appointments;
        this.checkIn = checkIn;
        this.steps = steps;
        this.queries = queries;
        this.idempotency = idempotency;
    }

    /** The patient is looked up before the transaction begins, because their owner may have to be asked. */
    Uni<Answer<QueueEntryView>> join(JoinQueue request, Caller caller) {
        Provenance.requireSender(request.checked().provenance(), caller);
        return patients.require(request.patientId())
                .chain(() -> idempotency.once(
                        request,
                        () -> enter(request, caller)
                                .chain(queries::view)
                                .map(view -> Answer.created("/api/v1/queue/" + view.id(), view.version(), view)),
                        earlier -> queries.reread(earlier.createdId(), caller)));
    }

    private Uni<QueueEntry> enter(JoinQueue request, Caller caller) {
        UUID appointmentId = request.appointmentId();
        return appointmentId == null ? steps.joinWalkIn(request, caller) : checkIn(appointmentId, request, caller);
    }

    private Uni<QueueEntry> checkIn(UUID appointmentId, JoinQueue request, Caller caller) {
        return appointments
                .lock(appointmentId, AppointmentAccessPolicy.appointments(caller))
                .onFailure(NotFound.class)
                .transform(unknown -> Problem.invalid("appointmentId", "must be an appointment"))
                .invoke(found -> requireSame(request, found.appointment()))
                .chain(found -> checkIn.checkIn(found, request.urgency()));
    }

    private static void requireSame(JoinQueue request, Appointment appointment) {
        UUID doctorId = request.doctorId();
        if (!appointment.patientId().equals(request.patientId())
                || doctorId != null && !doctorId.equals(appointment.doctorId()))
            throw Problem.invalid("appointmentId", "must be of this patient and this doctor");
    }
}
