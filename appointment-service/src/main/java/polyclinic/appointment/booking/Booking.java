package polyclinic.appointment.booking;

import io.quarkus.security.ForbiddenException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import polyclinic.appointment.doctors.NotYourCalendar;
import polyclinic.appointment.patients.KnownPatients;
import polyclinic.appointment.patients.UnknownPatient;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.identity.Roles;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.postgres.OutboxRelay;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.IdempotencyKey;

/**
 * Books an appointment: the operation that the clinic does most, and the one to read first.
 *
 * <p>Two questions are asked of the database and none twice. {@link Statements#facts} reads everything that the rules need:
 * the doctor, the schedule, whether the patient is known, and what was answered if this very request has been here before.
 * The rules below are then plain Java. {@link Statements#book} writes the appointment, its event, its audit entry and the
 * answer in one statement, which is a transaction of its own: all of it happens or nothing.
 *
 * <p>Facts may change between the two. For most that does no harm (a timetable changed this instant might as well have
 * changed after the booking). What must never be wrong, two patients at one time, is decided by the constraints inside the
 * second statement and by nothing else, so any number of replicas may book at once.
 */
@ApplicationScoped
class Booking {
    private final Statements statements;
    private final KnownPatients patients;
    private final CloudEventFactory envelopes;
    private final Audit audit;
    private final OutboxRelay relay;
    private final CurrentCaller current;
    private final Clock clock;

    Booking(
            Statements statements,
            KnownPatients patients,
            CloudEventFactory envelopes,
            Audit audit,
            OutboxRelay relay,
            CurrentCaller current,
            Clock clock) {
        this.statements = statements;
        this.patients = patients;
        this.envelopes = envelopes;
        this.audit = audit;
        this.relay = relay;
        this.current = current;
        this.clock = clock;
    }

    /** @param overbook whether the doctor's other appointments are to be overlooked; never the patient's */
    Uni<Response> book(BookAppointment request, boolean overbook, Caller caller) {
        IdempotencyKey key = IdempotencyKey.of(current, new Asked(request, overbook));
        return statements
                .facts(request, key)
                .chain(facts -> facts.earlier() != null
                        ? Uni.createFrom().item(facts.earlier().replayed())
                        : decide(request, overbook, caller, facts)
                                .chain(appointment -> write(appointment, facts, key)));
    }

    /** What the key's hash covers: overbooking is another request. */
    private record Asked(BookAppointment request, boolean overbook) {}

    private Uni<Appointment> decide(BookAppointment request, boolean overbook, Caller caller, Facts facts) {
        Instant now = clock.instant();
        checkWho(request, caller, facts);
        checkOverbooking(request, overbook, caller);
        Duration length = length(request, facts.schedule());
        Times.check(request.start(), length, caller, facts.schedule(), now);
        Uni<Void> known = facts.patientKnown() ? Uni.createFrom().voidItem() : patients.askOwner(request.patientId());
        return known.map(
                yes -> Appointment.booked(request, length, facts.schedule().buffer(), now));
    }

    /** Patients book for themselves, doctors in their own calendar. To a patient, others do not exist. */
    private static void checkWho(BookAppointment request, Caller caller, Facts facts) {
        if (caller.onlyPatient() != null && !caller.onlyPatient().equals(request.patientId()))
            throw new UnknownPatient();
        if (facts.doctor() == null) throw new UnknownDoctor();
        if (caller.onlyDoctor() != null
                && !caller.onlyDoctor().equals(facts.doctor().subject())) throw new NotYourCalendar();
    }

    private static void checkOverbooking(BookAppointment request, boolean overbook, Caller caller) {
        if (overbook && !caller.is(Roles.ADMIN)) throw new ForbiddenException("overbooking");
        if (overbook && request.overbookReason() == null)
            throw Problem.invalid("overbookReason", "must be given to overbook");
        if (!overbook && request.overbookReason() != null)
            throw Problem.invalid("overbookReason", "is for overbook=true only");
    }

    private static Duration length(BookAppointment request, Schedule schedule) {
        if (request.durationMinutes() != null) return Duration.ofMinutes(request.durationMinutes());
        return schedule == null ? Duration.ZERO : schedule.slotLength();
    }

    private Uni<Response> write(Appointment appointment, Facts facts, IdempotencyKey key) {
        Answer answer = Answer.created(
                "/api/v1/appointments/" + appointment.id(),
                appointment.version(),
                AppointmentView.of(appointment, facts.doctor()));
        OutboxMessage event = envelopes.event(appointment.bookedEvent(facts.doctor()));
        OutboxMessage entry = envelopes.audit(audit.entry(
                "create",
                "appointment",
                appointment.id(),
                appointment.patientId(),
                List.of(),
                appointment.overbookReason()));
        return statements
                .book(appointment, event, entry, key, answer)
                .invoke(relay::committed)
                .map(earlier -> earlier == null ? answer.toResponse() : earlier.replayed());
    }
}
