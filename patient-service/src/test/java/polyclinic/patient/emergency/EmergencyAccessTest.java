package polyclinic.patient.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.patient.ServiceTest;

/** Break-glass: a record that is not in care, opened with a reason for some hours, in the sight of everybody. */
@QuarkusTest
class EmergencyAccessTest extends ServiceTest {
    private static final String REASON = "{\"reason\":\"found unconscious\"}";

    @Inject
    Pool pool;

    @Inject
    MeterRegistry metrics;

    private String patient;

    @BeforeEach
    void register() {
        patient = registered();
    }

    @Test
    void a_doctor_opens_one_patient_who_is_not_in_care_and_no_other() {
        as("doctor").get(record(patient)).then().statusCode(404);

        Response granted = grant("doctor", patient, REASON);

        assertThat(granted.statusCode()).isEqualTo(201);
        assertThat(granted.header("Location")).endsWith("/api/v1/emergency-access/" + granted.path("id"));
        assertThat(granted.<String>path("patientId")).isEqualTo(patient);
        as("doctor").get(record(patient)).then().statusCode(200);
        as("doctor").get(record(patient) + "/allergies").then().statusCode(200);
        assertThat(as("doctor").get("/api/v1/patients?limit=200").<List<String>>path("items.id"))
                .contains(patient);
        as("doctor2").get(record(patient)).then().statusCode(404);
        as("doctor").get(record(registered())).then().statusCode(404);
    }

    @Test
    void it_lasts_an_hour_unless_other_minutes_are_asked_and_four_hours_at_most() {
        assertThat(length(grant("doctor", patient, REASON))).isEqualTo(Duration.ofHours(1));
        assertThat(length(grant("nurse", patient, "{\"reason\":\"x\",\"minutes\":240}")))
                .isEqualTo(Duration.ofHours(4));

        assertProblem(grant("doctor", patient, "{\"reason\":\"x\",\"minutes\":241}"), 422, "invalid-input");
        assertProblem(grant("doctor", patient, "{\"reason\":\"x\",\"minutes\":0}"), 422, "invalid-input");
        assertProblem(grant("doctor", patient, "{\"reason\":\" \"}"), 422, "invalid-input");
        assertProblem(grant("doctor", patient, "{}"), 422, "invalid-input");
        assertProblem(grant("doctor", UUID.randomUUID().toString(), REASON), 404, "not-found");
    }

    @Test
    void it_ends_by_itself() {
        created(grant("doctor", patient, REASON));

        pool.query("update care set until = now() where patient_id = '" + patient + "'")
                .executeAndAwait();

        as("doctor").get(record(patient)).then().statusCode(404);
    }

    @Test
    void it_alerts_and_is_published_without_its_reason_and_audited_with_it() {
        double before = metrics.counter("polyclinic.break.glass").count();

        String id = created(grant("doctor", patient, REASON));

        assertThat(metrics.counter("polyclinic.break.glass").count()).isGreaterThanOrEqualTo(before + 1);
        var event = TopicClient.event("patient.events", "patient.emergency-access-granted.v1", patient);
        assertThat(event.text("emergencyAccessId")).isEqualTo(id);
        assertThat(event.text("subject")).isEqualTo(Tokens.subject("doctor"));
        assertThat(event.body()).doesNotContain("unconscious");
        var entry = TopicClient.auditEntry("emergency_access", patient);
        assertThat(entry.text("reason")).isEqualTo("found unconscious");
        assertThat(entry.text("patientId")).isEqualTo(patient);
        assertThat(entry.json().path("actor").path("subject").asText()).isEqualTo(Tokens.subject("doctor"));
    }

    @Test
    void one_that_is_not_committed_does_not_alert() {
        execute("create or replace function refuse_commit() returns trigger language plpgsql as"
                + " $$ begin raise exception 'not committed'; end $$");
        execute("create constraint trigger refuse_commit after insert on emergency_access deferrable initially deferred"
                + " for each row when (new.reason = 'never committed') execute function refuse_commit()");
        double before = metrics.counter("polyclinic.break.glass").count();
        try {
            assertThat(grant("doctor", patient, "{\"reason\":\"never committed\"}")
                            .statusCode())
                    .isEqualTo(500);
        } finally {
            execute("drop trigger refuse_commit on emergency_access");
            execute("drop function refuse_commit");
        }

        assertThat(metrics.counter("polyclinic.break.glass").count()).isEqualTo(before);
    }

    @Test
    void the_same_key_grants_once() {
        String key = UUID.randomUUID().toString();
        double before = metrics.counter("polyclinic.break.glass").count();

        String first = created(grantWithKey(key));
        String again = created(grantWithKey(key));

        assertThat(again).isEqualTo(first);
        assertThat(metrics.counter("polyclinic.break.glass").count()).isEqualTo(before + 1);
        assertThat(pool.query("select 1 from emergency_access where patient_id = '" + patient + "'")
                        .executeAndAwait()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void the_account_asks_for_its_own_that_are_not_over() {
        String id = created(grant("doctor", patient, REASON));

        as("doctor")
                .get(record(patient) + "/emergency-access")
                .then()
                .statusCode(200)
                .body("items.id", equalTo(List.of(id)));
        as("doctor2")
                .get(record(patient) + "/emergency-access")
                .then()
                .statusCode(200)
                .body("items", equalTo(List.of()));
        as("doctor").get("/api/v1/emergency-access/" + id).then().statusCode(200);
        as("doctor2").get("/api/v1/emergency-access/" + id).then().statusCode(404);
    }

    @Test
    void an_auditor_finds_those_to_review_and_reviews_each_once() {
        String id = created(grant("doctor", patient, REASON));
        assertThat(listed(false)).contains(id);
        assertThat(listed(true)).doesNotContain(id);

        review("auditor", id, "{\"verdict\":\"justified\",\"note\":\"asked the ward\"}")
                .then()
                .statusCode(200)
                .body("verdict", equalTo("justified"))
                .body("reviewedBy", equalTo(Tokens.subject("auditor")));

        assertThat(listed(true)).contains(id);
        assertThat(listed(false)).doesNotContain(id);
        assertProblem(review("auditor", id, "{\"verdict\":\"unjustified\"}"), 409, "already-reviewed");
        as("doctor").get(record(patient)).then().statusCode(200);
        assertThat(TopicClient.auditEntry("review", id).text("patientId")).isEqualTo(patient);
        assertThat(TopicClient.event("patient.events", "patient.emergency-access-reviewed.v1", patient)
                        .text("verdict"))
                .isEqualTo("justified");
        as("auditor").get("/api/v1/emergency-access").then().statusCode(200).body("items.id", hasItem(id));
    }

    @Test
    void an_unjustified_access_ends_with_the_review() {
        String id = created(grant("doctor", patient, REASON));

        review("auditor", id, "{\"verdict\":\"unjustified\"}").then().statusCode(200);

        as("doctor").get(record(patient)).then().statusCode(404);
        as("doctor").get(record(patient) + "/emergency-access").then().body("items.id", not(hasItem(id)));
    }

    @Test
    void of_auditors_who_review_at_once_one_does() {
        String id = created(grant("doctor", patient, REASON));

        List<Integer> statuses = Concurrently.run(
                6, () -> review("auditor", id, "{\"verdict\":\"justified\"}").statusCode());

        assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    }

    @Test
    void nobody_reviews_their_own_and_the_database_keeps_a_review() {
        String id = created(grant("doctor", patient, REASON));
        Response own = withToken(Tokens.of("doctor", Map.of("realm_access", Map.of("roles", List.of("auditor")))))
                .body("{\"verdict\":\"justified\"}")
                .post("/api/v1/emergency-access/" + id + "/review");
        assertProblem(own, 403, "forbidden");
        as("auditor").get("/api/v1/emergency-access/" + id).then().body("verdict", nullValue());

        review("auditor", id, "{\"verdict\":\"justified\"}").then().statusCode(200);

        assertThat(pool.query("update emergency_access set verdict = 'UNJUSTIFIED' where id = '" + id + "'")
                        .execute()
                        .onItemOrFailure()
                        .transform((done, failure) -> failure != null)
                        .await()
                        .atMost(Duration.ofSeconds(10)))
                .isTrue();
    }

    private void execute(String sql) {
        pool.query(sql).executeAndAwait();
    }

    private static String record(String patientId) {
        return "/api/v1/patients/" + patientId;
    }

    private static Response grant(String user, String patientId, String body) {
        return as(user).body(body).post(record(patientId) + "/emergency-access");
    }

    private Response grantWithKey(String key) {
        return as("doctor").header("Idempotency-Key", key).body(REASON).post(record(patient) + "/emergency-access");
    }

    private static Response review(String user, String id, String body) {
        return as(user).body(body).post("/api/v1/emergency-access/" + id + "/review");
    }

    private static List<String> listed(boolean reviewed) {
        return as("auditor")
                .get("/api/v1/emergency-access?limit=200&reviewed=" + reviewed)
                .path("items.id");
    }

    private static Duration length(Response granted) {
        return Duration.between(Instant.parse(granted.path("grantedAt")), Instant.parse(granted.path("expiresAt")));
    }
}
