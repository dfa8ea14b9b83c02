package polyclinic.appointment.booking;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import polyclinic.appointment.doctors.Doctor;
import polyclinic.appointment.doctors.Doctors;
import polyclinic.appointment.schedules.Schedules;
import polyclinic.commons.audit.Audit;
import polyclinic.commons.identity.Caller;
import polyclinic.commons.postgres.Idempotency;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.web.Answer;

/** Moving an appointment to another time of the same doctor, by the rules of booking. */
@ApplicationScoped
class Rescheduling {
    /**
     * Two rows that are updated into each other's time would each wait for the other to commit. Whoever takes these locks
     * first, always the doctor's before the patient's, goes first. Bookings need none: see {@link Statements}.
     */
    private static final String QUEUE_UP = "select 1 from (select pg_advisory_xact_lock(1, hashtext(:doctor))) d,"
            + " lateral (select pg_advisory_xact_lock(2, hashtext(:patient))) p";

    private final Appointments appointments;
    private final Doctors doctors;
    private final Schedules schedules;
    private final Idempotency idempotency;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Rescheduling(
            Appointments appointments,
            Doctors doctors,
            Schedules schedules,
            Idempotency idempotency,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.appointments = appointments;
        this.doctors = doctors;
        this.schedules = schedules;
        this.idempotency = idempotency;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    Uni<Response> reschedule(UUID id, RescheduleAppointment request, Caller caller) {
        return idempotency.once(request, () -> appointments.lock(id, caller).chain(appointment -> doctors.require(
                        appointment.doctorId())
                .chain(doctor -> move(appointment, doctor, request.start(), caller))));
    }

    private Uni<Answer> move(Appointment appointment, Doctor doctor, Instant start, Caller caller) {
        Instant before = appointment.startsAt();
        Instant now = clock.instant();
        return schedules
                .of(doctor)
                .invoke(schedule -> {
                    appointment.requireReschedule(caller, now);
                    Times.check(start, appointment.length(), caller, schedule, now);
                })
                .call(() -> queueUp(appointment))
                .invoke(schedule -> appointment.reschedule(start, schedule.buffer(), now))
                .chain(appointments::flush)
                .chain(() -> outbox.append(
                        audit.entry(
                                "reschedule",
                                "appointment",
                                appointment.id(),
                                appointment.patientId(),
                                List.of("start", "end"),
                                null),
                        appointment.rescheduledEvent(doctor.card(), before)))
                .map(done -> Answer.ok(appointment.version(), AppointmentView.of(appointment, doctor.card())));
    }

    private static Uni<?> queueUp(Appointment appointment) {
        return Panache.getSession().chain(session -> session.createNativeQuery(QUEUE_UP, Integer.class)
                .setParameter("doctor", appointment.doctorId().toString())
                .setParameter("patient", appointment.patientId().toString())
                .getSingleResult());
    }
}
