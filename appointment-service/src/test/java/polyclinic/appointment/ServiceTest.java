package polyclinic.appointment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import polyclinic.commons.testing.Identity;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.PostgresServer;
import polyclinic.commons.testing.Tokens;
import polyclinic.commons.testing.Topics;

/** The service against its own PostgreSQL and Kafka, through HTTP. Each test brings its own doctors and patients. */
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "appointment"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = PatientOwner.class)
public abstract class ServiceTest {
    protected static final String EVENTS = "appointment.events";
    protected static final String AUDIT = "audit.entries";
    protected static final String AROUND_THE_CLOCK = """
            {"slotMinutes":15,"weekly":[%s]}""".formatted(String.join(
            ",",
            Stream.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
                    .map(day -> "{\"day\":\"%s\",\"from\":\"00:00\",\"to\":\"24:00\"}".formatted(day))
                    .toList()));

    /** The beginning of an hour within the next two, well inside the time for check-in. */
    protected static final Instant SOON = Instant.now()
            .plus(1, ChronoUnit.HOURS)
            .truncatedTo(ChronoUnit.HOURS)
            .plus(1, ChronoUnit.HOURS);

    @Inject
    protected Pool pool;

    /** A doctor with an account, around the clock in Berlin. */
    protected record Doctor(String id, String user) {
        public String subject() {
            return Tokens.subject(user);
        }

        public RequestSpecification asks() {
            return with(Tokens.of(user, Map.of("realm_access", Map.of("roles", List.of("doctor")))));
        }
    }

    protected static RequestSpecification as(String user) {
        return with(Tokens.of(user));
    }

    protected static RequestSpecification asPatient(UUID patient) {
        return with(Tokens.patient("patient", patient));
    }

    protected static RequestSpecification with(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    protected static Doctor doctor() {
        return doctor("Europe/Berlin", AROUND_THE_CLOCK);
    }

    protected static Doctor doctor(String zone, String timetable) {
        String user = "dr-" + UUID.randomUUID();
        String id = as("admin")
                .body(registration(user, zone))
                .post("/api/v1/doctors")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        as("admin")
                .body(timetable)
                .put("/api/v1/doctors/" + id + "/schedule")
                .then()
                .statusCode(200);
        return new Doctor(id, user);
    }

    protected static String registration(String user, String zone) {
        return """
                {"givenName":"Elizabeth","familyName":"Blackwell","licenseNumber":"L-%s","email":"%s@example.org",\
                "specialty":"general","timeZone":"%s","subject":"%s"}""".formatted(user, user, zone, Tokens.subject(user));
    }

    protected static String booking(UUID patient, Doctor doctor, Instant start) {
        return """
                {"patientId":"%s","doctorId":"%s","start":"%s"}""".formatted(patient, doctor.id(), start);
    }

    protected static Response book(UUID patient, Doctor doctor, Instant start) {
        return as("reception").body(booking(patient, doctor, start)).post("/api/v1/appointments");
    }

    /** An appointment with a new patient; its id. */
    protected static String booked(Doctor doctor, Instant start) {
        return booked(PatientOwner.registered(), doctor, start);
    }

    protected static String booked(UUID patient, Doctor doctor, Instant start) {
        return book(patient, doctor, start).then().statusCode(201).extract().path("id");
    }

    protected static Response act(RequestSpecification caller, String appointment, String action, String body) {
        return caller.body(body).post("/api/v1/appointments/" + appointment + "/" + action);
    }

    protected static void refused(Response response, int status, String slug) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.<String>path("type")).isEqualTo("urn:polyclinic:problem:" + slug);
    }

    /** Waits for the one event of a type about an aggregate. */
    protected static Topics.Message event(String type, String id) {
        return Topics.await(
                EVENTS, message -> message.type().equals(type) && message.key().equals(id));
    }

    /** Waits for the audit entry of an action on an entity. */
    protected static Topics.Message audited(String action, String entityId) {
        return Topics.await(
                AUDIT,
                message -> message.json().path("action").asText().equals(action)
                        && message.json().path("entityId").asText().equals(entityId));
    }

    /** Runs them all at once and returns what they returned. */
    protected static <T> List<T> atOnce(List<Callable<T>> tasks) {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) results.add(future.get());
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }

    protected static <T> List<T> atOnce(int times, Callable<T> task) {
        return atOnce(Stream.generate(() -> task).limit(times).toList());
    }

    /** Waits until every message has been relayed. */
    protected void emptyOutbox() {
        await("an empty outbox").atMost(Duration.ofSeconds(20)).until(() -> count("outbox") == 0);
    }

    protected long count(String sql) {
        return one("select count(*) as n from " + sql).getLong("n");
    }

    protected Row one(String sql) {
        return pool.query(sql).executeAndAwait().iterator().next();
    }
}
