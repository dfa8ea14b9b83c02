package polyclinic.prescription.cancellation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.prescription.FailingWrites;
import polyclinic.prescription.ServiceTest;

/** Wherever it fails: the prescription is cancelled, and everybody is told of it, or nothing of this. */
@QuarkusTest
class CancellationFaultsTest extends ServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String WAITING =
            "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

    @ParameterizedTest
    @CsvSource({"idempotency, insert", "prescription, update", "outbox, insert", "idempotency, update"})
    void a_write_that_fails_leaves_nothing_and_the_same_request_succeeds_later(String table, String write) {
        String id = drafted(visit(), "Paracetamol");
        String key = UUID.randomUUID().toString();

        try (FailingWrites failing = FailingWrites.to(table, write, pool)) {
            Response failed = keyed(id, key);

            assertThat(failing.happened()).isTrue();
            assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
            assertDraft(id);
        }
        assertCancelledOnce(id, keyed(id, key), keyed(id, key));
    }

    @Test
    void a_connection_that_dies_while_the_request_waits_leaves_nothing() throws Exception {
        String id = drafted(visit(), "Paracetamol");
        String key = UUID.randomUUID().toString();
        SqlConnection other = pool.getConnectionAndAwait();
        Transaction held = hold(other, id);

        CompletableFuture<Response> request = CompletableFuture.supplyAsync(() -> keyed(id, key));
        killWaiting(other);
        Response failed = request.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        held.rollbackAndAwait();
        other.closeAndAwait();

        assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
        assertDraft(id);
        assertCancelledOnce(id, keyed(id, key), keyed(id, key));
    }

    @ParameterizedTest
    @CsvSource({"inbox, insert", "prescription, update", "outbox, insert"})
    void what_fails_when_the_appointment_is_cancelled_is_done_whole_as_soon_as_it_can_be(String table, String write) {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");

        try (FailingWrites failing = FailingWrites.to(table, write, pool)) {
            cancel(visit);
            await().atMost(PATIENCE).until(failing::happened);
            assertDraft(id);
        }
        awaitStatus(id, "cancelled");

        assertToldOnce(id);
    }

    @Test
    void a_connection_that_dies_while_the_appointments_cancellation_waits_costs_nothing() {
        Visit visit = visit();
        String id = drafted(visit, "Paracetamol");
        SqlConnection other = pool.getConnectionAndAwait();
        Transaction held = hold(other, id);

        cancel(visit);
        killWaiting(other);
        held.rollbackAndAwait();
        other.closeAndAwait();
        awaitStatus(id, "cancelled");

        assertToldOnce(id);
    }

    private static Response keyed(String id, String key) {
        return as("doctor")
                .header("Idempotency-Key", key)
                .body("{\"reason\":\"not needed\"}")
                .post(one(id) + "/cancel");
    }

    private static void cancel(Visit visit) {
        TopicClient.publish(
                "appointment.events",
                "appointment.cancelled.v1",
                visit.appointment(),
                appointmentEvent(visit, 4, "cancelled"));
    }

    private static Transaction hold(SqlConnection connection, String prescription) {
        Transaction held = connection.beginAndAwait();
        connection
                .preparedQuery("select 1 from prescription where id = $1 for update")
                .executeAndAwait(Tuple.of(UUID.fromString(prescription)));
        return held;
    }

    private static void killWaiting(SqlConnection connection) {
        await().atMost(PATIENCE)
                .until(() -> connection.query(WAITING).executeAndAwait().size() > 0);
        connection
                .query("select pg_terminate_backend(pid) from (" + WAITING + ") w")
                .executeAndAwait();
    }

    /** As it is stored: whoever reads it leaves an entry in the trail. */
    private void assertDraft(String id) {
        assertThat(rows("select status, cancelled_at from prescription where id = $1", UUID.fromString(id)))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getString("status")).isEqualTo("DRAFT");
                    assertThat(row.getValue("cancelled_at")).isNull();
                });
        assertThat(TopicClient.all("prescription.events"))
                .noneMatch(message -> message.key().equals(id) && message.type().equals("prescription.cancelled.v1"));
    }

    private static void assertCancelledOnce(String id, Response first, Response again) {
        first.then().statusCode(200).body("status", equalTo("cancelled"));
        again.then().statusCode(200).body("status", equalTo("cancelled"));
        assertToldOnce(id);
    }

    private static void assertToldOnce(String id) {
        assertPublished(id, "drafted", "cancelled");
        assertThat(audited(id, 2)).containsExactly("create", "cancel");
    }
}
