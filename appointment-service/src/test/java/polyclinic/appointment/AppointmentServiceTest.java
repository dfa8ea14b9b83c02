package polyclinic.appointment;

import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

/** The service against its own PostgreSQL and Kafka, through HTTP. Each test brings its own doctors and patients. */
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "appointment"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = StubServices.class)
public abstract class AppointmentServiceTest {
    protected static final String EVENTS = "appointment.events";
    /** Of the profile {@code test}: no day there begins when one of UTC does. */
    protected static final ZoneId CLINIC = ZoneId.of("Asia/Kolkata");

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
    public record Doctor(String id, String user) {
        public String subject() {
            return Tokens.subject(user);
        }

        public RequestSpecification asks() {
            return asksAs("doctor");
        }

        /** By these roles, all of which are the same person's. */
        public RequestSpecification asksAs(String... roles) {
            return withToken(Tokens.of(user, Map.of("realm_access", Map.of("roles", List.of(roles)))));
        }
    }

    protected static Doctor doctor() {
        return doctor("Europe/Berlin", AROUND_THE_CLOCK);
    }

    protected static Doctor doctor(String zone, String timetable) {
        String user = "dr-" + UUID.randomUUID();
        String id = created(as("admin").body(registration(user, zone)).post("/api/v1/doctors"));
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
        return booked(StubServices.registeredPatient(), doctor, start);
    }

    protected static String booked(UUID patient, Doctor doctor, Instant start) {
        return created(book(patient, doctor, start));
    }

    protected static Response act(RequestSpecification caller, String appointment, String action, String body) {
        return caller.body(body).post("/api/v1/appointments/" + appointment + "/" + action);
    }

    /** Checks an appointment in at reception; the id of its queue entry. */
    protected static String checkedIn(String appointment) {
        return act(as("reception"), appointment, "check-in", "{}")
                .then()
                .statusCode(200)
                .extract()
                .path("queueEntryId");
    }

    /** A patient without an appointment joins a doctor's queue. */
    protected static Response walkIn(Doctor doctor, String priority) {
        return as("nurse")
                .body("""
                        {"patientId":"%s","doctorId":"%s","priority":"%s"}""".formatted(StubServices.registeredPatient(), doctor.id(), priority))
                .post("/api/v1/queue");
    }

    /** A patient who asks for no doctor joins the common queue. */
    protected static Response joinCommonQueue(UUID patient) {
        return as("reception").body("{\"patientId\":\"" + patient + "\"}").post("/api/v1/queue");
    }

    protected static Response queueEntry(String id) {
        return as("nurse").get("/api/v1/queue/" + id);
    }

    /** An order of a kind, placed in an administrator's name; its id. */
    protected static String placed(UUID patient, String kind) {
        return placed(patient, kind, "");
    }

    /** @param more further members, each after a comma */
    protected static String placed(UUID patient, String kind, String more) {
        return created(as("admin").body("""
                        {"patientId":"%s","kind":"%s","code":{"name":"as discussed"}%s}""".formatted(patient, kind, more)).post("/api/v1/orders"));
    }

    /** A task of an administrator's making; its id. */
    protected static String task(String body) {
        return created(as("admin").body(body).post("/api/v1/tasks"));
    }

    /** The patient does not come; the id of the alert that tells of it. */
    protected static String missed(String appointment) {
        checkedIn(appointment);
        act(as("reception"), appointment, "no-show", "{}").then().statusCode(200);
        return as("admin")
                .get("/api/v1/alerts?kind=no_show&limit=1")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
    }

    /** Waits for the first event of a type about an aggregate. */
    protected static TopicClient.Message event(String type, String id) {
        return TopicClient.event(EVENTS, type, id);
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
