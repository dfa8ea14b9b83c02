package polyclinic.prescription.dispensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Tokens;
import polyclinic.prescription.FailingWrites;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.projections.billing.InvoiceHandler;

/**
 * The appointment of what was dispensed is cancelled. When all of it has come back the prescription ends with its appointment, once:
 * whichever is told first, told again, or told to several replicas at the same moment.
 */
@QuarkusTest
class DispenseOfCancelledAppointmentTest extends DispensaryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String OF_APPOINTMENT = "The appointment was cancelled.";
    private static final int OTHERS = 2;

    @Inject
    InvoiceHandler invoices;

    @Inject
    DuplicatedContextRunner runner;

    /** A dispense of 4 of 10, the invoice with its lines, and what is told of both. */
    private record Story(
            Item medicine, Issued prescription, String dispense, UUID invoice, UUID cancelled, UUID voided) {
        void cancelTwice() {
            for (int i = 0; i < 2; i++)
                TopicClient.publish(
                        "appointment.events",
                        cancelled,
                        "appointment.cancelled.v1",
                        prescription.visit().appointment(),
                        appointmentEvent(prescription.visit(), 4, "cancelled"));
        }

        void voidTwice() {
            for (int i = 0; i < 2; i++)
                TopicClient.publish(
                        "billing.events",
                        voided,
                        "invoice.voided.v1",
                        invoice,
                        DispensaryTest.voided(invoice, dispense));
        }
    }

    @Test
    void what_was_prepared_ends_when_the_invoice_is_voided_after_the_cancellation() {
        Story story = prepared();
        story.cancelTwice();
        settle();
        assertThat(status(story.prescription().id())).isEqualTo("partially_dispensed");

        story.voidTwice();
        settle();
        story.cancelTwice();
        story.voidTwice();
        settle();

        assertThat(told(story.prescription()))
                .containsExactly(
                        "cancellation.incomplete.v1", "prescription.dispensed.v1", "prescription.cancelled.v1");
        assertEnded(story, OF_APPOINTMENT);
    }

    @Test
    void what_was_prepared_ends_when_the_invoice_is_voided_before_the_cancellation() {
        Story story = prepared();
        story.voidTwice();
        settle();
        assertThat(status(story.prescription().id())).isEqualTo("issued");

        story.cancelTwice();
        settle();
        story.voidTwice();
        story.cancelTwice();
        settle();

        assertThat(told(story.prescription()))
                .containsExactly("prescription.dispensed.v1", "prescription.cancelled.v1");
        assertEnded(story, OF_APPOINTMENT);
    }

    /** All of them wait for the prescription's row, and go on in an order of their own. */
    @RepeatedTest(4)
    void what_was_prepared_ends_once_when_replicas_are_told_of_both_at_the_same_moment() throws Exception {
        Story story = prepared();
        SqlConnection connection = pool.getConnectionAndAwait();
        Transaction held = connection.beginAndAwait();
        connection
                .preparedQuery("select 1 from prescription where id = $1 for update")
                .executeAndAwait(Tuple.of(UUID.fromString(story.prescription().id())));

        story.cancelTwice();
        story.voidTwice();
        List<CompletableFuture<Void>> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) others.add(voidedElsewhere(story));
        // On this connection, as the others may have all that are left.
        await().atMost(PATIENCE)
                .until(() -> connection
                                .query("select 1 from pg_locks where not granted")
                                .executeAndAwait()
                                .size()
                        >= OTHERS + 2);
        held.commitAndAwait();
        connection.closeAndAwait();
        for (CompletableFuture<Void> other : others) other.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        settle();

        assertThat(told(story.prescription()))
                .filteredOn(type -> !type.equals("cancellation.incomplete.v1"))
                .containsExactly("prescription.dispensed.v1", "prescription.cancelled.v1");
        assertEnded(story, OF_APPOINTMENT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_given_back_ends_when_the_last_of_it_has_come_back(boolean handedOver) {
        Story story = prepared();
        if (handedOver) handOver(story.dispense()).then().statusCode(200);
        story.cancelTwice();
        settle();

        giveBack(story.dispense(), story.prescription().item(), "3", true)
                .then()
                .statusCode(200);
        assertThat(status(story.prescription().id())).isEqualTo("partially_dispensed");
        giveBack(story.dispense(), story.prescription().item(), "1", true)
                .then()
                .statusCode(200);
        settle();

        assertThat(dispenseStatus(story.dispense())).isEqualTo("returned");
        assertEnded(story, OF_APPOINTMENT);
    }

    @Test
    void what_the_patient_has_stays_when_the_rest_comes_back() {
        Story story = prepared();
        String other = dispensed(story.prescription(), line(story.prescription().item(), "1"));
        handOver(other).then().statusCode(200);
        story.cancelTwice();
        settle();

        story.voidTwice();
        settle();

        assertThat(dispenseStatus(story.dispense())).isEqualTo("reversed");
        assertThat(status(story.prescription().id())).isEqualTo("partially_dispensed");
        assertThat(told(story.prescription())).containsExactly("cancellation.incomplete.v1");
        assertThat(cancellationsInTheTrail(story.prescription())).isZero();
    }

    @Test
    void what_cannot_be_cancelled_does_not_come_back_until_it_can() {
        Story story = prepared();
        story.cancelTwice();
        settle();

        try (FailingWrites failing =
                FailingWrites.to("outbox", "insert", "new.type = 'prescription.cancelled.v1'", pool)) {
            story.voidTwice();
            await().atMost(PATIENCE).until(failing::happened);

            assertThat(dispenseStatus(story.dispense())).isEqualTo("prepared");
            assertThat(status(story.prescription().id())).isEqualTo("partially_dispensed");
            assertThat(onHand(story.medicine())).isEqualByComparingTo("6");
        }
        settle();

        assertThat(dispenseStatus(story.dispense())).isEqualTo("reversed");
        assertEnded(story, OF_APPOINTMENT);
    }

    @Test
    void what_comes_back_is_dispensed_again_while_the_appointment_stands() {
        Story story = prepared();

        story.voidTwice();
        settle();

        assertThat(status(story.prescription().id())).isEqualTo("issued");
        dispensed(story.prescription(), line(story.prescription().item(), "2"));
    }

    @Test
    void what_was_dispensed_in_a_cancelled_encounter_ends_when_it_has_come_back() {
        Story story = prepared();
        Visit visit = story.prescription().visit();
        UUID encounter = UUID.randomUUID();
        UUID queueEntry = UUID.randomUUID();
        execute(
                "update prescription set appointment_id = null, encounter_id = $2 where id = $1",
                UUID.fromString(story.prescription().id()),
                encounter);
        TopicClient.publish(
                "appointment.events",
                "queue.entry-moved.v1",
                queueEntry,
                walkIn(queueEntry, visit, encounter, 3, "in_consultation"));
        TopicClient.publish(
                "appointment.events",
                "queue.entry-moved.v1",
                queueEntry,
                walkIn(queueEntry, visit, encounter, 4, "cancelled"));
        settle();

        giveBack(story.dispense(), story.prescription().item(), "4", true)
                .then()
                .statusCode(200);
        settle();

        assertEnded(story, "The encounter was cancelled.");
    }

    private Story prepared() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String dispense = dispensed(prescription, line(prescription.item(), "4"));
        UUID invoice = UUID.randomUUID();
        TopicClient.publish("billing.events", "invoice.lines-added.v1", invoice, linesAdded(dispense, invoice));
        return new Story(medicine, prescription, dispense, invoice, UUID.randomUUID(), UUID.randomUUID());
    }

    /** Another replica that is told the same, in a transaction and on a context of its own. */
    private CompletableFuture<Void> voidedElsewhere(Story story) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        runner.run(
                () -> Panache.withTransaction(
                        () -> invoices.voided(UUID.fromString(story.dispense()), story.invoice())),
                done::complete,
                done::completeExceptionally);
        return done;
    }

    private void assertEnded(Story story, String reason) {
        Issued prescription = story.prescription();
        TopicClient.Message told =
                TopicClient.event("prescription.events", "prescription.cancelled.v1", prescription.id());
        as("doctor")
                .get(one(prescription.id()))
                .then()
                .body("status", equalTo("cancelled"))
                .body("cancellationReason", equalTo(reason))
                .body("version", equalTo(told.json().path("version").asInt()));
        assertThat(told.text("reason")).isEqualTo(reason);
        assertThat(told(prescription)).containsOnlyOnce("prescription.cancelled.v1");
        assertThat(told(prescription).stream().filter(type -> type.equals("cancellation.incomplete.v1")))
                .hasSizeLessThan(2);
        assertThat(cancellationsInTheTrail(prescription)).isEqualTo(1);
        assertThat(onHand(story.medicine())).isEqualByComparingTo("10");
        assertThat(dispensedOf(prescription.item())).isZero();
        assertLedgerAddsUp(story.medicine());
        assertProblem(dispense(prescription, line(prescription.item(), "1")), 409, "invalid-transition");
    }

    /** The types of what was told of a prescription since its dispense was prepared, in order. */
    private static List<String> told(Issued prescription) {
        return TopicClient.all("prescription.events").stream()
                .filter(message -> message.key().equals(prescription.id()))
                .map(TopicClient.Message::type)
                .skip(1)
                .toList();
    }

    private static long cancellationsInTheTrail(Issued prescription) {
        return TopicClient.all("audit.entries").stream()
                .filter(entry -> entry.text("entityId").equals(prescription.id())
                        && entry.text("action").equals("cancel"))
                .count();
    }

    private static Map<String, Object> walkIn(
            UUID queueEntry, Visit visit, UUID encounter, long version, String status) {
        Map<String, Object> entry = new HashMap<>();
        entry.put("queueEntryId", queueEntry);
        entry.put("version", version);
        entry.put("patientId", visit.patient());
        entry.put("doctorId", visit.doctor());
        entry.put("doctorSubject", Tokens.subject(visit.doctorUser()));
        entry.put("encounterId", encounter);
        entry.put("tokenNumber", 7);
        entry.put("priority", "normal");
        entry.put("status", status);
        entry.put("occurredAt", "2026-03-01T10:00:00Z");
        return entry;
    }

    /** Waits until everything published before on both topics has had its effect, and that is published too: cancellations come last. */
    private void settle() {
        Visit last = new Visit(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), "doctor");
        UUID price = UUID.randomUUID();
        UUID cancelled = TopicClient.publish(
                "appointment.events",
                "appointment.cancelled.v1",
                last.appointment(),
                appointmentEvent(last, 1, "cancelled"));
        TopicClient.publish("billing.events", "price.set.v1", price, price(price, "last-" + price, "1.00", null));
        await().atMost(PATIENCE)
                .until(() -> !rows("select 1 from inbox where event_id = $1", cancelled)
                                .isEmpty()
                        && !rows("select 1 from known_price where id = $1", price)
                                .isEmpty());
        await().atMost(PATIENCE).until(() -> rows("select 1 from outbox").isEmpty());
    }
}
