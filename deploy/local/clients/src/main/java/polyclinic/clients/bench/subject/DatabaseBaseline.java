package polyclinic.clients.bench.subject;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import polyclinic.clients.checks.CheckFailed;
import polyclinic.clients.clinic.Clinic;

/**
 * The same database without the suite: everything that a booking writes, as one statement into copies of its tables (with
 * all constraints and indexes) in a separate schema, and a patient by primary key. It uses the same client library and as
 * many connections as a service.
 */
public final class DatabaseBaseline implements AutoCloseable {
    private static final String SCHEMA = "bench_raw";
    private static final List<String> CREATE_TABLES = List.of(
            "drop schema if exists " + SCHEMA + " cascade",
            "create schema " + SCHEMA,
            "create table " + SCHEMA + ".appointment (like public.appointment including all)",
            "alter table " + SCHEMA + ".appointment add foreign key (doctor_id) references public.doctor (id)",
            "create table " + SCHEMA + ".idempotency (like public.idempotency including all)",
            "create table " + SCHEMA + ".outbox (like public.outbox including all)");

    /** The statement of appointment-service. */
    private static final String BOOKING = """
            with claimed as (
              insert into bench_raw.idempotency (caller, key, request_hash, status, location, etag)
              values ($1, $2, $3, 201, $4, $5)
              on conflict do nothing
              returning 1),
            booked as (
              insert into bench_raw.appointment (id, version, patient_id, doctor_id, starts_at, ends_at, blocked_until,
                                                 status, reason, created_at, updated_at)
              select $6, 0, $7, $8, $9, $10, $10, 'SCHEDULED', 'Check-up', $11, $11
               where exists (select from claimed)
              on conflict do nothing
              returning id),
            published as (
              insert into bench_raw.outbox (id, aggregatetype, aggregateid, type, payload, headers)
              select message.* from booked, (values
                ($12::uuid, 'appointment.events', $13::text, 'appointment.booked.v1', $14::text, $15::text),
                ($16::uuid, 'audit.entries', $17::text, 'audit.entry', $14::text, $15::text)) as message)
            select exists (select from booked) as booked""";

    private static final String PATIENT = "select * from patient where id = $1";

    private final Pool appointments;
    private final Pool patients;
    private final BookingSeries bookings;
    private final int connections;

    public DatabaseBaseline(Vertx vertx, Clinic clinic, BookingSeries bookings) {
        this.bookings = bookings;
        connections = BaselineDatabase.connections(clinic);
        appointments = BaselineDatabase.pool(vertx, clinic, "appointment");
        patients = BaselineDatabase.pool(vertx, clinic, "patient");
        if (!"on".equals(setting("track_commit_timestamp")))
            throw new CheckFailed(
                    "PostgreSQL must run with track_commit_timestamp=on to show when a booking was committed");
        for (String statement : CREATE_TABLES)
            BaselineDatabase.await(appointments.query(statement).execute());
    }

    private String setting(String name) {
        return BaselineDatabase.await(appointments.query("show " + name).execute())
                .iterator()
                .next()
                .getString(0);
    }

    /** Returns the size of each pool. */
    public int connections() {
        return connections;
    }

    /** Writes booking n; fails when it is not booked. */
    public Future<?> book(long n) {
        UUID id = UUID.randomUUID();
        String text = id.toString();
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        List<Object> values = new ArrayList<>(Arrays.asList(
                "bench", text, "sha-256 of the request, " + text, "/api/v1/appointments/" + text, "\"0\""));
        values.addAll(List.of(
                id,
                bookings.patient(n),
                bookings.doctor(n),
                bookings.start(n).atOffset(ZoneOffset.UTC),
                bookings.end(n).atOffset(ZoneOffset.UTC),
                now,
                UUID.randomUUID(),
                text,
                BaselineDatabase.MESSAGE,
                BaselineDatabase.HEADERS,
                UUID.randomUUID(),
                bookings.patient(n).toString()));
        return appointments
                .preparedQuery(BOOKING)
                .execute(Tuple.from(values))
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? Future.succeededFuture()
                        : Future.failedFuture("not booked"));
    }

    /** Reads patient n; fails when it does not exist. */
    public Future<?> read(long n) {
        return patients.preparedQuery(PATIENT)
                .execute(Tuple.of(bookings.patient(n)))
                .compose(rows -> rows.size() == 1 ? Future.succeededFuture() : Future.failedFuture("not found"));
    }

    /**
     * Returns when each of these appointments was committed. The server records the time as it writes the commit, before it
     * is on disk.
     */
    public Map<UUID, Instant> commits(List<UUID> ids) {
        Map<UUID, Instant> commits = new HashMap<>();
        BaselineDatabase.await(appointments
                        .preparedQuery(
                                "select id, pg_xact_commit_timestamp(xmin) from public.appointment where id = any($1)")
                        .execute(Tuple.of(ids.toArray(UUID[]::new))))
                .forEach(row ->
                        commits.put(row.getUUID(0), row.getOffsetDateTime(1).toInstant()));
        return commits;
    }

    /** Returns how many messages appointment-service has not published yet. */
    public long outboxRows() {
        return BaselineDatabase.await(
                        appointments.query("select count(*) from public.outbox").execute())
                .iterator()
                .next()
                .getLong(0);
    }

    @Override
    public void close() {
        BaselineDatabase.await(appointments
                .query("drop schema if exists " + SCHEMA + " cascade")
                .execute());
        BaselineDatabase.await(appointments.close());
        BaselineDatabase.await(patients.close());
    }
}
