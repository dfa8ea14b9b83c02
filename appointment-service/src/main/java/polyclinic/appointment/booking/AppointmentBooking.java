package polyclinic.appointment.booking;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.access.PatientsInCare;
import polyclinic.appointment.appointments.Appointment;
import polyclinic.appointment.appointments.AppointmentEvent;
import polyclinic.appointment.appointments.AppointmentQueries;
import polyclinic.appointment.appointments.AppointmentView;
import polyclinic.appointment.appointments.BookAppointment;
import polyclinic.appointment.doctors.DoctorSummary;
import polyclinic.appointment.doctors.NotYourCalendar;
import polyclinic.appointment.doctors.UnknownDoctor;
import polyclinic.appointment.metrics.BookingMetrics;
import polyclinic.appointment.projections.PatientNames;
import polyclinic.appointment.schedules.BookableTimePolicy;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.commons.access.UnknownPatient;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.CurrentCaller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.messaging.CloudEventFactory;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.postgres.OutboxRelay;
import polyclinic.commons.problem.Forbidden;
import polyclinic.commons.problem.Problem;
import polyclinic.commons.web.Answer;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;

/**
 * Books an appointment. It is what the clinic does most, so it departs from the pattern of the other use cases: no
 * transaction of many statements, but two prepared statements.
 *
 * <p>{@link BookingStatements#context} reads everything that the rules need: the doctor, the schedule, whether the patient is
 * known, and what is kept of the answer to an earlier request with the same {@code Idempotency-Key}. The rules below are then
 * plain Java. {@link BookingStatements#book} writes the appointment, its event, its audit entry and what is kept of the answer
 * in one statement, which is a transaction of its own: all of it happens or nothing. Only a repeated request reads again.
 *
 * <p>What was read may change between the two. For most that does no harm (a timetable changed this instant might as well have
 * changed after the booking). What must never be wrong, two patients at one time, is decided by the constraints inside the
 * second statement and by nothing else, so any number of replicas may book at once.
 */
@ApplicationScoped
class AppointmentBooking {
    private final BookingStatements statements;
    private final PatientNames patients;
    private final PatientsInCare care;
    private final BookingHorizon horizon;
    private final AppointmentQueries queries;
    private final CloudEventFactory events;
    private final Audit audit;
    private final OutboxRelay relay;
    private final BookingMetrics metrics;
    private final CurrentCaller current;
    private final Clock clock;

    AppointmentBooking(
            BookingStatements statements,
            PatientNames patients,
            PatientsInCare care,
            BookingHorizon horizon,
            AppointmentQueries queries,
            CloudEventFactory events,
            Audit audit,
            OutboxRelay relay,
            BookingMetrics metrics,
            CurrentCaller current,
            Clock clock) {
        this.statements = statements;
        this.patients = patients;
        this.care = care;
        this.horizon = horizon;
        this.queries = queries;
        this.events = events;
        this.audit = audit;
        this.relay = relay;
        this.metrics = metrics;
        this.current = current;
        this.clock = clock;
    }

    /** @param overbook whether the doctor's other appointments are to be overlooked; never the patient's */
    Uni<Answer<AppointmentView>> book(BookAppointment request, boolean overbook, Caller caller) {
        return metrics.counted(() -> bookOrReplay(request, overbook, caller));
    }

    private Uni<Answer<AppointmentView>> bookOrReplay(BookAppointment request, boolean overbook, Caller caller) {
        if (overbook && !AppointmentAccessPolicy.mayOverbook(caller)) throw new Forbidden();
        IdempotencyKey key = IdempotencyKey.of(current, new KeyedRequest(request, overbook));
        return statements
                .context(request, key, caller.subject(), clock.instant())
                .chain(context -> {
                    StoredAnswer earlier = context.earlier();
                    return earlier == null ? book(request, overbook, caller, context, key) : replay(earlier, caller);
                });
    }

    private Uni<Answer<AppointmentView>> replay(StoredAnswer earlier, Caller caller) {
        return queries.reread(earlier.createdId(), caller).map(now -> Answer.replayed(earlier, now));
    }

    /** What the key's hash covers: overbooking is another request. */
    private record KeyedRequest(BookAppointment request, boolean overbook) {}

    private Uni<Answer<AppointmentView>> book(
            BookAppointment request,
            boolean overbook,
            Caller caller,
            BookingContext context,
            @Nullable IdempotencyKey key) {
        Instant now = clock.instant();
        DoctorSummary named = context.doctor();
        Scope scope = AppointmentAccessPolicy.towards(
                AppointmentAccessPolicy.appointments(caller), named == null ? null : named.subject());
        DoctorSummary doctor = requireBookable(request, scope, named);
        boolean selfMade =
                context.inCare() != null && PatientsInCare.requireMaking(scope, request.patientId(), context.inCare());
        checkOverbooking(request, overbook);
        Duration length = length(request, context.schedule());
        Schedule schedule = BookableTimePolicy.check(request.start(), length, scope, context.schedule(), now);
        horizon.check(request.start(), scope, now);
        Uni<Void> known = context.patientKnown() ? Uni.createFrom().voidItem() : patients.askOwner(request.patientId());
        return known.map(yes -> Appointment.booked(request, length, schedule.buffer(), scope, now))
                .invoke(appointment -> {
                    if (selfMade) appointment.selfMade();
                })
                .chain(appointment -> write(appointment, doctor, caller, key));
    }

    /**
     * Patients book for themselves, doctors in their own calendar. To a patient, others do not exist.
     *
     * @param scope towards the doctor, so one half of it where the caller is both
     */
    private static DoctorSummary requireBookable(BookAppointment request, Scope scope, @Nullable DoctorSummary doctor) {
        boolean patientReached = scope.match(
                () -> true, request.patientId()::equals, subject -> true, (patient, subject) -> false, () -> false);
        if (!patientReached) throw new UnknownPatient(request.patientId());
        if (doctor == null) throw new UnknownDoctor();
        boolean ownCalendar = scope.match(
                () -> true,
                patient -> true,
                subject -> subject.equals(doctor.subject()),
                (patient, subject) -> false,
                () -> false);
        if (!ownCalendar) throw new NotYourCalendar();
        return doctor;
    }

    private static void checkOverbooking(BookAppointment request, boolean overbook) {
        if (overbook && request.overbookReason() == null)
            throw Problem.invalid("overbookReason", "must be given to overbook");
        if (!overbook && request.overbookReason() != null)
            throw Problem.invalid("overbookReason", "is for overbook=true only");
    }

    private static Duration length(BookAppointment request, @Nullable Schedule schedule) {
        if (request.durationMinutes() != null) return Duration.ofMinutes(request.durationMinutes());
        return schedule == null ? Duration.ZERO : schedule.slotLength();
    }

    private List<OutboxMessage> messages(Appointment appointment, DoctorSummary doctor) {
        List<OutboxMessage> messages = new ArrayList<>();
        messages.add(events.event(new AppointmentEvent.Booked(appointment.snapshot(doctor), appointment.createdAt())));
        messages.add(audit.message(audit.entry("create", "appointment", appointment.id(), appointment.patientId())
                .withReason(appointment.overbookReason())));
        if (appointment.isSelfMade())
            messages.add(care.selfMadeEntry("appointment", appointment.id(), appointment.patientId()));
        return messages;
    }

    private Uni<Answer<AppointmentView>> write(
            Appointment appointment, DoctorSummary doctor, Caller caller, @Nullable IdempotencyKey key) {
        Answer<AppointmentView> answer = Answer.created(
                "/api/v1/appointments/" + appointment.id(),
                appointment.version(),
                AppointmentView.of(appointment, doctor, caller));
        return statements
                .book(appointment, messages(appointment, doctor), key, StoredAnswer.of(answer))
                .invoke(relay::committed)
                .chain(earlier -> earlier == null ? Uni.createFrom().item(answer) : replay(earlier, caller));
    }
}
