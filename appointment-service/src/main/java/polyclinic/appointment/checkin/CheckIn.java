package polyclinic.appointment.checkin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.appointments.Appointment;
import polyclinic.appointment.appointments.AppointmentEvent;
import polyclinic.appointment.appointments.AppointmentQueries;
import polyclinic.appointment.appointments.AppointmentView;
import polyclinic.appointment.appointments.AppointmentWithDoctor;
import polyclinic.appointment.appointments.Appointments;
import polyclinic.appointment.queue.Priority;
import polyclinic.appointment.queue.QueueEntries;
import polyclinic.appointment.queue.QueueEntry;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.EmptyBody;

/** Checks a patient in who has come for an appointment: it gets an entry in the doctor's queue and a token number. */
@ApplicationScoped
public class CheckIn {
    private final Appointments appointments;
    private final AppointmentQueries queries;
    private final QueueEntries queue;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final CheckInWindow window;
    private final Clock clock;

    CheckIn(
            Appointments appointments,
            AppointmentQueries queries,
            QueueEntries queue,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            CheckInConfig config,
            Clock clock) {
        this.appointments = appointments;
        this.queries = queries;
        this.queue = queue;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.window = new CheckInWindow(config.opens());
        this.clock = clock;
    }

    Uni<Answer<AppointmentView>> checkIn(UUID id, EmptyBody request, Caller caller) {
        Scope scope = AppointmentAccessPolicy.appointments(caller);
        return idempotency.once(
                request,
                () -> appointments
                        .lock(id, scope)
                        .call(found -> checkIn(found, Priority.NORMAL))
                        .map(found -> Answer.ok(found.appointment().version(), found.view(caller))),
                earlier -> queries.reread(id, caller));
    }

    /** Checks in a locked appointment in the open transaction. */
    public Uni<QueueEntry> checkIn(AppointmentWithDoctor found, Priority priority) {
        Instant now = clock.instant();
        Appointment appointment = found.appointment();
        appointment.requireCheckIn();
        window.require(appointment, now);
        return entered(found, priority, now)
                .invoke(entry -> appointment.checkIn(entry.id(), entry.tokenNumber(), now))
                .call(queue::persistAndFlush)
                .call(entry -> outbox.append(
                        audited(appointment),
                        new AppointmentEvent.CheckedIn(found.snapshot(), entry.id(), entry.tokenNumber(), now),
                        entry.addedEvent(found.doctor().subject())));
    }

    /** The token is of the day of the appointment in the doctor's zone, also when check-in is the evening before. */
    private Uni<QueueEntry> entered(AppointmentWithDoctor found, Priority priority, Instant now) {
        Appointment appointment = found.appointment();
        LocalDate day = found.doctor().dateAt(appointment.startsAt());
        return queue.nextToken(appointment.patientId(), appointment.doctorId(), day)
                .map(token -> QueueEntry.joined(
                        appointment.doctorId(), appointment.patientId(), appointment.id(), day, token, priority, now));
    }

    private AuditEntry audited(Appointment appointment) {
        return audit.entry("check_in", "appointment", appointment.id(), appointment.patientId())
                .withChangedFields(List.of("status", "queueEntryId", "tokenNumber"));
    }
}
