package polyclinic.prescription;

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
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import polyclinic.commons.testing.Identity;
import polyclinic.commons.testing.KafkaServer;
import polyclinic.commons.testing.PostgresServer;
import polyclinic.commons.testing.Tokens;
import polyclinic.commons.testing.Topics;

/** The service against its own PostgreSQL and Kafka and the {@link Neighbours}, through HTTP. */
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = Neighbours.class)
public abstract class ServiceTest {
    public static final String PRESCRIPTIONS = "/api/v1/prescriptions";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    protected Pool pool;

    @BeforeEach
    void allIsWell() {
        Neighbours.forget();
    }

    public static RequestSpecification as(String user) {
        return bearing(Tokens.of(user));
    }

    protected static RequestSpecification bearing(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }

    /** An appointment with what is known of it. */
    public record Visit(UUID appointment, UUID patient, UUID doctor, String doctorUser) {}

    /** A patient without allergies in consultation with {@code doctor}; everybody has told everything. */
    protected Visit visit() {
        return visit("doctor", "in_consultation");
    }

    protected Visit visit(String doctorUser, String status) {
        Visit visit = new Visit(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), doctorUser);
        knowAppointment(visit, status);
        knowPatient(visit.patient());
        execute(
                "insert into known_doctor (id, version, given_name, family_name, specialty, license_number)"
                        + " values ($1, 0, 'Gregory', 'House', 'General medicine', 'L-1')",
                visit.doctor());
        return visit;
    }

    protected void knowPatient(UUID patient) {
        execute(
                "insert into known_patient (id, version, uhid, given_name, family_name, birth_date)"
                        + " values ($1, 0, 'PC-1', 'Ada', 'Lovelace', '1815-12-10')",
                patient);
    }

    protected void knowAppointment(Visit visit, String status) {
        execute(
                "insert into known_appointment (id, version, patient_id, doctor_id, doctor_subject, doctor_name,"
                        + " starts_at, status) values ($1, 0, $2, $3, $4, 'Gregory House', $5, $6)",
                visit.appointment(),
                visit.patient(),
                visit.doctor(),
                Tokens.subject(visit.doctorUser()),
                OffsetDateTime.now(ZoneOffset.UTC),
                status);
    }

    protected void knowAllergy(UUID patient, String substance) {
        execute(
                "insert into known_allergy (id, patient_id, name, criticality, removed, version)"
                        + " values ($1, $2, $3, 'high', false, 0)",
                UUID.randomUUID(),
                patient,
                substance);
    }

    public static String body(UUID appointment, String medication) {
        return """
                {"appointmentId":"%s","items":[{"medication":{"name":"%s"},"dose":"500 mg","route":"oral",\
                "frequency":"three times a day","durationDays":7,"quantity":21,"refills":1,\
                "instructions":"after meals"}],"notes":"Drink plenty."}""".formatted(appointment, medication);
    }

    protected static Response draft(Visit visit, String medication) {
        return as(visit.doctorUser())
                .body(body(visit.appointment(), medication))
                .post(PRESCRIPTIONS);
    }

    protected static String drafted(Visit visit, String medication) {
        return draft(visit, medication).then().statusCode(201).extract().path("id");
    }

    protected static Response issue(String id) {
        return as("doctor").body("{}").post(PRESCRIPTIONS + "/" + id + "/issue");
    }

    protected static String one(String id) {
        return PRESCRIPTIONS + "/" + id;
    }

    protected static String status(String id) {
        return as("doctor").get(one(id)).path("status");
    }

    protected static void awaitStatus(String id, String status) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> status(id)
                .equals(status));
    }

    /** Waits until the events of a prescription are exactly these, and have their audit entries. */
    protected static void assertTold(String id, String... types) {
        List<Topics.Message> events =
                Topics.await("prescription.events", message -> message.key().equals(id), types.length);
        assertThat(events)
                .extracting(message -> message.type().replaceAll("^prescription\\.|\\.v1$", ""))
                .containsExactly(types);
    }

    /** The actions of the audit entries about a prescription's changes, in order. */
    protected static List<String> audited(String id, int count) {
        return Topics.await(
                        "audit.entries",
                        message -> message.json().path("entityId").asText().equals(id)
                                && !message.json().path("action").asText().equals("read"),
                        count)
                .stream()
                .map(message -> message.json().path("action").asText())
                .toList();
    }

    protected void execute(String sql, Object... values) {
        Tuple tuple = Tuple.tuple();
        for (Object value : values) tuple.addValue(value);
        pool.preparedQuery(sql).executeAndAwait(tuple);
    }

    protected List<Row> rows(String sql, Object... values) {
        Tuple tuple = Tuple.tuple();
        for (Object value : values) tuple.addValue(value);
        return StreamSupport.stream(
                        pool.preparedQuery(sql).executeAndAwait(tuple).spliterator(), false)
                .toList();
    }

    protected static Map<String, Object> appointmentEvent(Visit visit, long version, String status) {
        Map<String, Object> event = new HashMap<>();
        event.put("appointmentId", visit.appointment().toString());
        event.put("version", version);
        event.put("patientId", visit.patient().toString());
        event.put("doctorId", visit.doctor().toString());
        event.put("doctorSubject", Tokens.subject(visit.doctorUser()));
        event.put("doctorName", "Gregory House");
        event.put("startsAt", "2026-03-01T10:00:00Z");
        event.put("endsAt", "2026-03-01T10:15:00Z");
        event.put("status", status);
        event.put("occurredAt", "2026-03-01T10:00:00Z");
        return event;
    }
}
