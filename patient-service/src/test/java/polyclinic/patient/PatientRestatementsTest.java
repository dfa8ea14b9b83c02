package polyclinic.patient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.contracts.RestatementContract;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.web.Identity;
import polyclinic.commons.testing.web.StubServices;

@QuarkusTest
@WithTestResource(value = Identity.class)
@WithTestResource(StubServices.class)
@WithTestResource(value = PostgresServer.class, initArgs = @ResourceArg(name = "database", value = "patient"))
@WithTestResource(value = KafkaServer.class)
class PatientRestatementsTest extends RestatementContract {
    @Inject
    Pool pool;

    @Override
    protected String topic() {
        return "patient.events";
    }

    @Override
    protected Map<String, UUID> things() {
        UUID patient = UUID.fromString(ServiceTest.registered());
        return Map.of(
                "patients",
                patient,
                "allergies",
                made("nurse", "/api/v1/patients/" + patient + "/allergies", """
                        {"substance":{"name":"Penicillin"},"criticality":"high"}"""),
                "emergency-accesses",
                made("doctor", "/api/v1/patients/" + patient + "/emergency-access", """
                        {"reason":"Unconscious, brought in by ambulance"}"""));
    }

    private static UUID made(String user, String path, String body) {
        return UUID.fromString(
                as(user).body(body).post(path).then().statusCode(201).extract().path("id"));
    }

    @Test
    void after_a_crash_a_run_goes_on_behind_the_last_page_that_it_noted() {
        UUID first = UUID.fromString(ServiceTest.registered());
        UUID last = UUID.fromString(ServiceTest.registered());
        Instant begin = Instant.now();
        // As a replica leaves it that dies: the page is in the outbox, and the row says so.
        pool.preparedQuery("update restatement_run set after_id = $1, started_at = now(), next_at = now(), facts = 7"
                        + " where kind = 'patients'")
                .executeAndAwait(Tuple.of(first));

        begin();
        awaitEnd(begin);

        List<JsonNode> restatements = restatements("patients", begin);
        assertThat(restatements).allMatch(restatement -> restatement.has("after"));
        assertThat(facts(restatements, last)).hasSize(1);
        assertThat(facts(restatements, first)).isEmpty();
    }

    @Test
    void a_change_that_is_under_way_is_waited_for_and_stated() {
        UUID patient = UUID.fromString(ServiceTest.registered());

        List<JsonNode> restatements = statedDuring("update patient set version = 41 where id = $1", Tuple.of(patient));

        assertThat(facts(restatements, patient)).singleElement().satisfies(fact -> assertThat(
                        fact.path("data").path("version").asLong())
                .isEqualTo(41));
    }

    /** Its event may stand before the restatement, which would say then that there is no such thing. */
    @Test
    void what_is_being_made_is_waited_for_and_stated() {
        UUID model = UUID.fromString(ServiceTest.registered());
        UUID made = UUID.randomUUID();

        List<JsonNode> restatements = statedDuring("""
                insert into patient (id, version, uhid, given_name, family_name, birth_date_estimated, sex,
                                     emergency_contacts, created_at, updated_at)
                select $2::uuid, version, $2::uuid::text, given_name, family_name, birth_date_estimated, sex,
                       emergency_contacts, created_at, updated_at
                  from patient where id = $1""", Tuple.of(model, made));

        assertThat(facts(restatements, made)).hasSize(1);
    }

    /** Returns what is stated of all patients when it begins while a change has appended its event and has not been committed. */
    private List<JsonNode> statedDuring(String change, Tuple values) {
        Instant begin = Instant.now();
        SqlConnection connection = pool.getConnectionAndAwait();
        Transaction transaction = connection.beginAndAwait();
        connection.preparedQuery(change).executeAndAwait(values);
        connection.query("lock table outbox in row exclusive mode").executeAndAwait();

        begin();
        await("the restatement waits")
                .until(() -> pool.query("""
                        select count(*) from pg_locks
                         where relation = 'outbox'::regclass and mode = 'ShareRowExclusiveLock' and not granted""").executeAndAwait().iterator().next().getLong(0) > 0);
        transaction.commitAndAwait();
        connection.closeAndAwait();
        awaitEnd(begin);
        return restatements("patients", begin);
    }

    private static List<JsonNode> facts(List<JsonNode> restatements, UUID id) {
        return restatements.stream()
                .flatMap(restatement ->
                        StreamSupport.stream(restatement.path("facts").spliterator(), false))
                .filter(fact -> fact.path("id").asText().equals(id.toString()))
                .toList();
    }
}
