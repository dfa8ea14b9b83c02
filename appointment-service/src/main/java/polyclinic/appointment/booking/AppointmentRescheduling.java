package polyclinic.appointment.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.access.AppointmentAccessPolicy;
import polyclinic.appointment.access.PatientsInCare;
import polyclinic.appointment.appointments.Appointment;
import polyclinic.appointment.appointments.AppointmentEvent;
import polyclinic.appointment.appointments.AppointmentQueries;
import polyclinic.appointment.appointments.AppointmentView;
import polyclinic.appointment.appointments.AppointmentWithDoctor;
import polyclinic.appointment.appointments.Appointments;
import polyclinic.appointment.schedules.BookableTimePolicy;
import polyclinic.appointment.schedules.Schedules;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.audit.AuditEntry;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.identity.Scope;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/** Moves an appointment to another time of the same doctor, by the rules of booking. */
@ApplicationScoped
class AppointmentRescheduling {
    /**
     * Two rows that are updated into each other's time would each wait for the other to commit. Whoever takes these locks
     * first, always the doctor's before the patient's, goes first. Bookings take at most the patient's, see
     * R__booking_limits.sql.
     */
    private static final String LOCK_DOCTOR_AND_PATIENT =
            "select 1 from (select pg_advisory_xact_lock(1, hashtext(:doctor))) d,"
                    + " lateral (select pg_advisory_xact_lock(2, hashtext(:patient))) p";

    private final Appointments appointments;
    private final AppointmentQueries queries;
    private final Schedules schedules;
    private final PatientsInCare care;
    private final BookingHorizon horizon;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    AppointmentRescheduling(
            Appointments appointments,
            AppointmentQueries queries,
            Schedules schedules,
            PatientsInCare care,
            BookingHorizon horizon,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.appointments = appointments;
        this.queries = queries;
        this.schedules = schedules;
        this.care = care;
        this.horizon = horizon;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Answer<AppointmentView>> reschedule(UUID id, RescheduleAppointment request, Caller caller) {
        Scope scope = AppointmentAccessPolicy.appointments(caller);
        return idempotency.once(
                request,
                () -> appointments
                        .lock(id, scope)
                        .call(found -> move(
                                found,
                                request.start(),
                                AppointmentAccessPolicy.towards(
                                        scope, found.doctor().subject()),
                                caller))
                        .map(found -> Answer.ok(found.appointment().version(), found.view(caller))),
                earlier -> queries.reread(id, caller));
    }

    private Uni<Void> move(AppointmentWithDoctor found, Instant start, Scope scope, Caller caller) {
        Appointment appointment = found.appointment();
        Instant before = appointment.startsAt();
        Instant now = clock.instant();
        return schedules
                .of(found.doctor())
                .map(schedule -> {
                    appointment.requireReschedule(scope, now);
                    horizon.check(start, scope, now);
                    return BookableTimePolicy.check(start, appointment.length(), scope, schedule, now);
                })
                .call(() -> lockDoctorAndPatient(appointment))
                .call(() -> markSelfMade(found, scope, caller, now))
                .invoke(schedule -> appointment.reschedule(start, schedule.buffer(), scope, now))
                .chain(appointments::flush)
                .chain(() -> outbox.append(
                        audited(appointment), new AppointmentEvent.Rescheduled(found.snapshot(), before, now)));
    }

    /** One that was forgotten long ago would be care again. */
    private Uni<Void> markSelfMade(AppointmentWithDoctor found, Scope scope, Caller caller, Instant now) {
        Appointment appointment = found.appointment();
        return care.requireMaking(
                        scope,
                        caller,
                        appointment.patientId(),
                        appointment.doctorId(),
                        found.doctor().subject(),
                        now)
                .chain(selfMade -> selfMade
                        ? outbox.append(List.of(care.selfMadeEntry(
                                "appointment", appointment.selfMade().id(), appointment.patientId())))
                        : Uni.createFrom().voidItem());
    }

    private AuditEntry audited(Appointment appointment) {
        return audit.entry("reschedule", "appointment", appointment.id(), appointment.patientId())
                .withChangedFields(List.of("start", "end"));
    }

    private static Uni<Integer> lockDoctorAndPatient(Appointment appointment) {
        return Panache.getSession().chain(session -> session.createNativeQuery(LOCK_DOCTOR_AND_PATIENT, Integer.class)
                .setParameter("doctor", appointment.doctorId().toString())
                .setParameter("patient", appointment.patientId().toString())
                .getSingleResult());
    }
}
