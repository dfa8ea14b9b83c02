package polyclinic.prescription.laboratory.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.prescription.laboratory.LaboratoryTest;

/** Wherever it fails: there is the version of the results and everybody is told of it, or nothing of this. */
@QuarkusTest
class LabFaultsTest extends LaboratoryTest {
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(60);

    @AfterEach
    void mend() {
        for (String table : new String[] {"idempotency", "lab_request", "lab_report", "outbox"})
            pool.query("drop trigger if exists broken on " + table).executeAndAwait();
    }

    @ParameterizedTest
    @CsvSource({"idempotency, insert", "lab_request, update", "lab_report, insert", "outbox, insert"})
    void a_write_that_fails_leaves_nothing_and_the_same_request_succeeds_later(String table, String write) {
        String id = collected(visit());
        String key = UUID.randomUUID().toString();
        pool.query("""
                        create or replace function break_down() returns trigger language plpgsql as $$
                        begin raise disk_full using message = 'broken by a test'; end $$""").executeAndAwait();
        pool.query("create trigger broken before %s on %s for each row execute function break_down()"
                        .formatted(write, table))
                .executeAndAwait();

        Response failed = keyed(id, key);

        mend();
        assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
        as(LAB).get(path(id)).then().body("status", equalTo("collected"));
        assertThat(versions(id)).isZero();
        assertResultedOnce(id, keyed(id, key), keyed(id, key));
    }

    @Test
    void results_that_are_entered_while_postgresql_is_killed_are_there_once() throws Exception {
        String id = collected(visit());
        String key = UUID.randomUUID().toString();
        PostgresServer.current().kill();
        CompletableFuture<Response> entered = CompletableFuture.supplyAsync(() ->
                await().atMost(RECOVERY_TIMEOUT).until(() -> keyed(id, key), answer -> answer.statusCode() == 200));
        PostgresServer.current().start();

        Response answer = entered.get(RECOVERY_TIMEOUT.toSeconds(), TimeUnit.SECONDS);

        assertResultedOnce(id, answer, keyed(id, key));
    }

    private static Response keyed(String id, String key) {
        return as(LAB).header("Idempotency-Key", key).body(POTASSIUM).post(path(id, "result"));
    }

    private void assertResultedOnce(String id, Response first, Response again) {
        first.then().statusCode(200).body("report.version", equalTo(1));
        again.then().statusCode(200).body("report.version", equalTo(1));
        TopicClient.event("prescription.events", "lab-request.resulted.v1", id);
        assertThat(versions(id)).isEqualTo(1);
        assertThat(TopicClient.all("prescription.events").stream()
                        .filter(message ->
                                message.key().equals(id) && message.type().equals("lab-request.resulted.v1"))
                        .map(message -> message.headers().get("ce_id"))
                        .distinct())
                .hasSize(1);
    }

    private int versions(String id) {
        return rows("select 1 from lab_report where lab_request_id = $1", UUID.fromString(id))
                .size();
    }
}
