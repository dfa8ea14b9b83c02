package polyclinic.prescription.dispensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.testing.servers.TopicClient;

/** Wherever it fails: the stock has left, the dispense exists and billing is told of it, or nothing of this. */
@QuarkusTest
class DispensingFaultsTest extends DispensaryTest {
    private static final String WAITING =
            "select pid from pg_stat_activity where wait_event_type = 'Lock' and query like '%prescribed as%'";

    @AfterEach
    void mend() {
        for (String table : new String[] {
            "idempotency", "prescription", "dispense", "dispense_item", "prescription_item", "stock_movement", "outbox"
        }) pool.query("drop trigger if exists broken on " + table).executeAndAwait();
    }

    @ParameterizedTest
    @CsvSource({
        "idempotency, insert",
        "prescription, update",
        "dispense, insert",
        "dispense_item, insert",
        "prescription_item, update",
        "stock_movement, insert",
        "outbox, insert"
    })
    void a_write_that_fails_leaves_nothing_and_the_same_request_succeeds_later(String table, String write) {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String key = UUID.randomUUID().toString();
        pool.query("""
                        create or replace function break_down() returns trigger language plpgsql as $$
                        begin raise disk_full using message = 'broken by a test'; end $$""").executeAndAwait();
        pool.query("create trigger broken before %s on %s for each row execute function break_down()"
                        .formatted(write, table))
                .executeAndAwait();

        Response failed = keyed(prescription, key);

        mend();
        assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
        assertNothingOf(prescription, medicine);
        assertPreparedOnce(prescription, medicine, keyed(prescription, key), keyed(prescription, key));
    }

    @Test
    void a_connection_that_dies_while_the_statement_waits_leaves_nothing() throws Exception {
        Item medicine = item();
        String batch = batch(medicine, "10");
        Issued prescription = issued(medicine);
        String key = UUID.randomUUID().toString();
        SqlConnection other = pool.getConnectionAndAwait();
        other.query("begin").executeAndAwait();
        other.preparedQuery("select 1 from stock_batch where id = $1 for update")
                .executeAndAwait(Tuple.of(UUID.fromString(batch)));

        CompletableFuture<Response> request = CompletableFuture.supplyAsync(() -> keyed(prescription, key));
        await().atMost(Duration.ofSeconds(10)).until(() -> !rows(WAITING).isEmpty());
        rows("select pg_terminate_backend(pid) from (" + WAITING + ") w");
        Response failed = request.get(20, TimeUnit.SECONDS);
        other.query("rollback").executeAndAwait();
        other.closeAndAwait();

        assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
        assertNothingOf(prescription, medicine);
        assertPreparedOnce(prescription, medicine, keyed(prescription, key), keyed(prescription, key));
    }

    @Test
    void an_answer_that_was_lost_is_given_again_and_nothing_leaves_twice() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String key = UUID.randomUUID().toString();
        keyed(prescription, key);

        assertPreparedOnce(prescription, medicine, keyed(prescription, key), keyed(prescription, key));
    }

    @Test
    void a_reversal_that_fails_in_its_middle_is_done_whole_when_it_is_told_again() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "4"));
        UUID invoice = UUID.randomUUID();
        pool.query("""
                        create or replace function break_down() returns trigger language plpgsql as $$
                        begin
                            if new.kind = 'REVERSAL' then raise lock_not_available using message = 'broken by a test'; end if;
                            return new;
                        end $$""").executeAndAwait();
        pool.query("create trigger broken before insert on stock_movement for each row execute function break_down()")
                .executeAndAwait();

        TopicClient.publish("billing.events", "invoice.voided.v1", invoice, voided(invoice, id));
        await().pollDelay(Duration.ofMillis(300)).until(() -> dispenseStatus(id).equals("prepared"));
        assertThat(onHand(medicine)).isEqualByComparingTo("6");
        assertThat(dispensedOf(prescription.item())).isEqualByComparingTo("4");
        mend();

        await().atMost(Duration.ofSeconds(20)).until(() -> dispenseStatus(id).equals("reversed"));
        assertThat(onHand(medicine)).isEqualByComparingTo("10");
        assertLedgerAddsUp(medicine);
    }

    private static Response keyed(Issued prescription, String key) {
        return as("pharmacist")
                .header("Idempotency-Key", key)
                .body(body(line(prescription.item(), "3")))
                .post(one(prescription.id()) + "/dispense");
    }

    private void assertNothingOf(Issued prescription, Item medicine) {
        UUID id = UUID.fromString(prescription.id());
        assertThat(rows("select 1 from dispense where prescription_id = $1", id))
                .isEmpty();
        assertThat(onHand(medicine)).isEqualByComparingTo("10");
        assertThat(dispensedOf(prescription.item())).isZero();
        assertThat(status(prescription.id())).isEqualTo("issued");
        assertThat(toldOf(prescription)).isZero();
        assertLedgerAddsUp(medicine);
    }

    private void assertPreparedOnce(Issued prescription, Item medicine, Response first, Response again) {
        first.then().statusCode(201);
        again.then().statusCode(201);
        String id = first.path("id");
        assertThat(again.<String>path("id")).isEqualTo(id);
        TopicClient.event("prescription.events", "dispense.prepared.v1", id);
        assertThat(onHand(medicine)).isEqualByComparingTo("7");
        assertThat(dispensedOf(prescription.item())).isEqualByComparingTo("3");
        assertThat(toldOf(prescription)).isEqualTo(1);
        assertLedgerAddsUp(medicine);
    }

    private static long toldOf(Issued prescription) {
        return TopicClient.all("prescription.events").stream()
                .filter(message -> message.type().equals("dispense.prepared.v1")
                        && message.text("prescriptionId").equals(prescription.id()))
                .count();
    }
}
