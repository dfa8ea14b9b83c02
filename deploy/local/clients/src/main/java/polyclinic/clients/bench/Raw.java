package polyclinic.clients.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import polyclinic.clients.Clinic;
import polyclinic.clients.Wrong;

/**
 * The same database without the suite: what a booking writes as one statement into copies of its tables (all constraints and
 * indexes) in a schema of its own, and a patient by primary key. The same client library and as many connections as the
 * services have.
 */
final class Raw implements AutoCloseable {
    private static final String SCHEMA = "bench_raw";
    private static final List<String> PREPARE = List.of(
            "drop schema if exists " + SCHEMA + " cascade",
            "create schema " + SCHEMA,
            "create table " + SCHEMA + ".appointment (like public.appointment including all)",
            "alter table " + SCHEMA + ".appointment add foreign key (doctor_id) references public.doctor (id)",
            "create table " + SCHEMA + ".idempotency (like public.idempotency including all)",
            "create table " + SCHEMA + ".outbox (like public.outbox including all)");

    /** appointment-service's statement. */
    private static final String BOOK = """
            with claimed as (
              insert into bench_raw.idempotency (caller, key, request_hash, status, location, etag, body)
              values ($1, $2, $3, 201, $4, $5, $6)
              on conflict do nothing
              returning 1),
            booked as (
              insert into bench_raw.appointment (id, version, patient_id, doctor_id, starts_at, ends_at, blocked_until,
                                                 status, reason, created_at, updated_at)
              select $7, 0, $8, $9, $10, $11, $11, 'SCHEDULED', 'Check-up', $12, $12
               where exists (select from claimed)
              on conflict do nothing
              returning id),
            told as (
              insert into bench_raw.outbox (id, aggregatetype, aggregateid, type, payload, headers)
              select message.* from booked, (values
                ($13::uuid, 'appointment.events', $14::text, 'appointment.booked.v1', $15::text, $16::text),
                ($17::uuid, 'audit.entries', $18::text, 'audit.entry', $15::text, $16::text)) as message)
            select exists (select from booked) as booked""";

    private static final String READ = "select * from patient where id = $1";

    private final Pool appointments;
    private final Pool patients;
    private final People people;
    private final int connections;
    private final String message = "{" + "\"field\":\"value of a field\",".repeat(20) + "\"last\":true}";
    private final String headers = "{" + "\"ce_field\":\"value\",".repeat(12) + "\"last\":\"1\"}";

    Raw(Vertx vertx, Clinic clinic, People people) {
        this.people = people;
        connections = Integer.parseInt(clinic.value("POLYCLINIC_POSTGRES_CONNECTIONS", "10"));
        appointments = pool(vertx, clinic, "appointment");
        patients = pool(vertx, clinic, "patient");
        if (!"on".equals(setting("track_commit_timestamp")))
            throw new Wrong("PostgreSQL must run with track_commit_timestamp=on to tell when a booking was committed");
        for (String statement : PREPARE) now(appointments.query(statement).execute());
    }

    private String setting(String name) {
        return now(appointments.query("show " + name).execute())
                .iterator()
                .next()
                .getString(0);
    }

    int connections() {
        return connections;
    }

    Future<?> book(long n) {
        UUID id = UUID.randomUUID();
        String text = id.toString();
        OffsetDateTime now = Instant.now().atOffset(ZoneOffset.UTC);
        List<Object> values = new ArrayList<>(Arrays.asList(
                "bench", text, "sha-256 of the request, " + text, "/api/v1/appointments/" + text, "\"0\"", message));
        values.addAll(List.of(
                id,
                people.patient(n),
                people.doctor(n),
                people.start(n).atOffset(ZoneOffset.UTC),
                people.end(n).atOffset(ZoneOffset.UTC),
                now,
                UUID.randomUUID(),
                text,
                message,
                headers,
                UUID.randomUUID(),
                people.patient(n).toString()));
        return appointments
                .preparedQuery(BOOK)
                .execute(Tuple.from(values))
                .compose(rows -> rows.iterator().next().getBoolean(0)
                        ? Future.succeededFuture()
                        : Future.failedFuture("not booked"));
    }

    Future<?> read(long n) {
        return patients.preparedQuery(READ)
                .execute(Tuple.of(people.patient(n)))
                .compose(rows -> rows.size() == 1 ? Future.succeededFuture() : Future.failedFuture("not found"));
    }

    /** When each of these appointments was committed: the server notes it as it writes the commit, before the disk has it. */
    Map<UUID, Instant> commits(List<UUID> ids) {
        Map<UUID, Instant> commits = new HashMap<>();
        now(appointments
                        .preparedQuery(
                                "select id, pg_xact_commit_timestamp(xmin) from public.appointment where id = any($1)")
                        .execute(Tuple.of(ids.toArray(UUID[]::new))))
                .forEach(row ->
                        commits.put(row.getUUID(0), row.getOffsetDateTime(1).toInstant()));
        return commits;
    }

    /** Messages that appointment-service has not published yet. */
    long outbox() {
        return now(appointments.query("select count(*) from public.outbox").execute())
                .iterator()
                .next()
                .getLong(0);
    }

    @Override
    public void close() {
        now(appointments.query("drop schema if exists " + SCHEMA + " cascade").execute());
        now(appointments.close());
        now(patients.close());
    }

    private Pool pool(Vertx vertx, Clinic clinic, String database) {
        String[] address = clinic.require("POLYCLINIC_POSTGRES").split(":");
        PgConnectOptions to = new PgConnectOptions()
                .setHost(address[0])
                .setPort(Integer.parseInt(address[1]))
                .setDatabase(database)
                .setUser(database)
                .setPassword(
                        clinic.require("POLYCLINIC_POSTGRES_PASSWORD_" + database.toUpperCase(java.util.Locale.ROOT)))
                .setCachePreparedStatements(true);
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(connections).setMaxWaitQueueSize(-1))
                .connectingTo(to)
                .using(vertx)
                .build();
    }

    private static <T> T now(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Wrong("PostgreSQL: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Wrong("interrupted", e);
        }
    }
}
