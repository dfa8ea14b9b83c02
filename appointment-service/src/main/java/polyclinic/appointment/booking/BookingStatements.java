package polyclinic.appointment.booking;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import polyclinic.appointment.access.PatientsInCare;
import polyclinic.appointment.appointments.Appointment;
import polyclinic.appointment.appointments.BookAppointment;
import polyclinic.appointment.doctors.DoctorSummary;
import polyclinic.appointment.schedules.Schedule;
import polyclinic.appointment.schedules.Schedules;
import polyclinic.commons.messaging.OutboxMessage;
import polyclinic.commons.postgres.Outbox;
import polyclinic.commons.postgres.statements.OutboxColumns;
import polyclinic.commons.postgres.statements.SqlStates;
import polyclinic.commons.postgres.statements.StoredAnswers;
import polyclinic.commons.web.IdempotencyKey;
import polyclinic.commons.web.StoredAnswer;

/**
 * The two prepared statements of {@link AppointmentBooking}, on the reactive PostgreSQL client. Through Hibernate Reactive a
 * booking is a transaction of some eight round trips: key, doctor, schedule, patient, appointment, outbox, answer, commit.
 */
@ApplicationScoped
class BookingStatements {
    private static final int MAX_RETRIES = 5;

    private static final String CONTEXT =
            """
            select d.given_name || ' ' || d.family_name as doctor_name, d.subject, d.time_zone,
                   s.version, s.timetable, p.patient_id,
                   case when d.subject = $5 then %s end as in_care,
                   %s
              from (values ($1::uuid, $2::uuid)) as asked (doctor_id, patient_id)
              left join doctor d on d.id = asked.doctor_id
              left join schedule s on s.doctor_id = asked.doctor_id
              left join known_patient p on p.patient_id = asked.patient_id
              left join idempotency k on k.caller = $3 and k.key = $4""".formatted(PatientsInCare.condition("$2", "$1", "$6", "$7"), StoredAnswers.COLUMNS);

    /**
     * The key comes first: equal requests at the same time wait there for the first one, then find it claimed and book
     * nothing. "On conflict do nothing" makes overlapping bookings wait for each other too, where a plain insert would
     * let two of them run into a deadlock; {@code refuse_overlap} then raises the violation that was kept quiet, which
     * takes the claimed key back as well.
     */
    private static final String BOOK = """
            with claimed as (
              insert into idempotency (caller, key, request_hash, status, location, etag)
              select $1::text, $2::text, $3::text, $4::int, $5::text, $6::text
               where $2::text is not null
              on conflict do nothing
              returning 1),
            booked as (
              insert into appointment (id, version, patient_id, doctor_id, starts_at, ends_at, blocked_until,
                                       status, reason, overbook_reason, created_at, updated_at, self_made, booked_by_patient)
              select $7::uuid, 0, $8::uuid, $9::uuid, $10::timestamptz, $11::timestamptz, $12::timestamptz,
                     'SCHEDULED', $13::text, $14::text, $15::timestamptz, $15::timestamptz, $22::boolean, $23::boolean
               where $2::text is null or exists (select from claimed)
              on conflict do nothing
              returning id),
            published as (
              %s
              select message.* from booked, unnest(
                $16::uuid[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[]) as message)
            select exists (select from booked) as booked,
                   case when not exists (select from booked)
                         and ($2::text is null or exists (select from claimed))
                        then refuse_overlap($9::uuid, $8::uuid, $10::timestamptz, $11::timestamptz,
                                            $12::timestamptz, $14::text is not null) end""".formatted(Outbox.INSERT_INTO);

    private final Pool pool;
    private final StoredAnswers answers;
    private final Schedules schedules;
    private final PatientsInCare care;

    BookingStatements(Pool pool, StoredAnswers answers, Schedules schedules, PatientsInCare care) {
        this.pool = pool;
        this.answers = answers;
        this.schedules = schedules;
        this.care = care;
    }

    /** @param subject the caller's account */
    Uni<BookingContext> context(BookAppointment request, @Nullable IdempotencyKey key, String subject, Instant now) {
        return pool.preparedQuery(CONTEXT)
                .execute(Tuple.from(Arrays.asList(
                        request.doctorId(),
                        request.patientId(),
                        key == null ? null : key.caller(),
                        key == null ? null : key.key(),
                        subject,
                        timestamp(care.visitsFrom(now)),
                        timestamp(care.missedFrom(now)))))
                .map(rows -> context(request, key, rows.iterator().next()));
    }

    private BookingContext context(BookAppointment request, @Nullable IdempotencyKey key, Row row) {
        DoctorSummary doctor = row.getString("doctor_name") == null
                ? null
                : new DoctorSummary(request.doctorId(), row.getString("doctor_name"), row.getString("subject"));
        Schedule schedule = row.getString("timetable") == null
                ? null
                : schedules.parse(
                        request.doctorId(),
                        row.getLong("version"),
                        row.getString("time_zone"),
                        row.getString("timetable"));
        return new BookingContext(
                StoredAnswers.of(key, row),
                doctor,
                schedule,
                row.getUUID("patient_id") != null,
                row.getBoolean("in_care"));
    }

    /**
     * Writes everything that a booking leaves behind, or nothing.
     *
     * @return null when it is booked; what is kept of the first one's answer when an equal request was faster
     */
    Uni<@Nullable StoredAnswer> book(
            Appointment appointment, List<OutboxMessage> messages, @Nullable IdempotencyKey key, StoredAnswer answer) {
        Tuple parameters = parameters(appointment, messages, key, answer);
        return pool.preparedQuery(BOOK)
                .execute(parameters)
                .onFailure(SqlStates::isRolledBack)
                .retry()
                .atMost(MAX_RETRIES)
                .chain(rows -> rows.iterator().next().getBoolean("booked")
                        ? Uni.createFrom().nullItem()
                        : answers.earlier(key));
    }

    private static Tuple parameters(
            Appointment appointment, List<OutboxMessage> messages, @Nullable IdempotencyKey key, StoredAnswer answer) {
        List<@Nullable Object> values = new ArrayList<>(StoredAnswers.parameters(key, answer));
        values.addAll(Arrays.asList(
                appointment.id(),
                appointment.patientId(),
                appointment.doctorId(),
                timestamp(appointment.startsAt()),
                timestamp(appointment.endsAt()),
                timestamp(appointment.blockedUntil()),
                appointment.reason(),
                appointment.overbookReason(),
                timestamp(appointment.createdAt())));
        values.addAll(OutboxColumns.of(messages));
        values.addAll(List.of(appointment.isSelfMade(), appointment.isBookedByPatient()));
        return Tuple.from(values);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
