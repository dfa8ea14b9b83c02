package polyclinic.prescription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;
import polyclinic.commons.testing.web.Tokens;

/** The service against its own PostgreSQL and Kafka and the {@link PrescriptionStubs}, through HTTP. */
@WithTestResource(value = Identity.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "prescription"))
@WithTestResource(value = KafkaServer.class)
@WithTestResource(value = PrescriptionStubs.class)
public abstract class ServiceTest {
    public static final String PRESCRIPTIONS = "/api/v1/prescriptions";
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(30);

    @Inject
    protected Pool pool;

    @BeforeEach
    void resetStubs() {
        StubServices.reset();
        StubAssets.behaveAs(StubAssets.Behaviour.WELL);
    }

    /** An appointment with what is known of it. */
    public record Visit(UUID appointment, UUID patient, UUID doctor, String doctorUser) {}

    /** A patient without allergies in consultation with {@code doctor}; all of it is known from events. */
    protected Visit visit() {
        return visit("doctor", "in_consultation");
    }

    protected Visit visit(String doctorUser, String status) {
        Visit visit = new Visit(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), doctorUser);
        insertKnownAppointment(visit, status);
        insertKnownPatient(visit.patient());
        insertKnownDoctor(visit.doctor());
        return visit;
    }

    protected void insertKnownPatient(UUID patient) {
        execute(
                "insert into known_patient (id, version, uhid, given_name, family_name, birth_date)"
                        + " values ($1, 0, 'PC-1', 'Ada', 'Lovelace', '1815-12-10')",
                patient);
    }

    protected void insertKnownDoctor(UUID doctor) {
        execute(
                "insert into known_doctor (id, version, given_name, family_name, specialty, license_number)"
                        + " values ($1, 0, 'Gregory', 'House', 'General medicine', 'L-1')",
                doctor);
    }

    protected void insertKnownAppointment(Visit visit, String status) {
        String subject = Tokens.subject(visit.doctorUser());
        execute(
                "insert into known_appointment (id, version, patient_id, doctor_id, doctor_subject, doctor_name,"
                        + " starts_at, status) values ($1, 0, $2, $3, $4, 'Gregory House', $5, $6)",
                visit.appointment(),
                visit.patient(),
                visit.doctor(),
                subject,
                OffsetDateTime.now(ZoneOffset.UTC),
                status);
        execute(
                "insert into care (id, version, patient_id, doctor_id, basis, since, until, self_made)"
                        + " values ($1, 0, $2, $3, 'appointment', now(), now() + make_interval(days => $4), false)",
                visit.appointment(),
                visit.patient(),
                visit.doctor(),
                status.equals("cancelled") ? 0 : 365);
        execute(
                "insert into care_doctor (doctor_id, version, subject) values ($1, -1, $2) on conflict do nothing",
                visit.doctor(),
                subject);
    }

    protected void insertKnownAllergy(UUID patient, String substance) {
        execute(
                "insert into known_allergy (id, patient_id, name, criticality, removed, version)"
                        + " values ($1, $2, $3, 'high', false, 0)",
                UUID.randomUUID(),
                patient,
                substance);
    }

    public static String body(UUID appointment, String medication) {
        return body("appointmentId", appointment, medication);
    }

    /** @param context {@code appointmentId} or {@code encounterId} */
    public static String body(String context, UUID id, String medication) {
        return """
                {"%s":"%s","items":[{"medication":{"name":"%s"},"dose":"500 mg","route":"oral",\
                "frequency":"three times a day","durationDays":7,"quantity":21,"refills":1,\
                "instructions":"after meals"}],"notes":"Drink plenty."}""".formatted(context, id, medication);
    }

    protected static Response draft(Visit visit, String medication) {
        return as(visit.doctorUser())
                .body(body(visit.appointment(), medication))
                .post(PRESCRIPTIONS);
    }

    protected static String drafted(Visit visit, String medication) {
        return created(draft(visit, medication));
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
        await().atMost(STATUS_TIMEOUT).pollInterval(Duration.ofMillis(100)).until(() -> status(id)
                .equals(status));
    }

    /** Ends the time of the attempt at issuing. */
    protected void expireAttempt(String id) {
        execute("update issuing set gives_up_at = now() where prescription_id = $1", UUID.fromString(id));
    }

    /** Waits until the events of a prescription are exactly these. */
    protected static void assertPublished(String id, String... types) {
        List<TopicClient.Message> events = TopicClient.await(
                "prescription.events", message -> message.key().equals(id), types.length);
        assertThat(events)
                .extracting(message -> message.type().replaceAll("^prescription\\.|\\.v1$", ""))
                .containsExactly(types);
    }

    /** The actions of the audit entries about a prescription's changes, in order. */
    protected static List<String> audited(String id, int count) {
        return TopicClient.await(
                        "audit.entries",
                        message -> message.text("entityId").equals(id)
                                && !message.text("action").equals("read"),
                        count)
                .stream()
                .map(message -> message.text("action"))
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
        event.put("startsAt", Instant.now().toString());
        event.put("endsAt", Instant.now().plusSeconds(900).toString());
        event.put("status", status);
        event.put("occurredAt", "2026-03-01T10:00:00Z");
        return event;
    }
}
