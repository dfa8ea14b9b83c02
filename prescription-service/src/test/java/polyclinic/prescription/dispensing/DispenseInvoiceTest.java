package polyclinic.prescription.dispensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.prescription.background.DuplicatedContextRunner;
import polyclinic.prescription.projections.billing.InvoiceHandler;

/** What billing-service tells: prices, the invoice of a dispense, and that it was voided; once, twice and in any order. */
@QuarkusTest
class DispenseInvoiceTest extends DispensaryTest {
    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(20);

    @Inject
    InvoiceHandler invoices;

    @Inject
    DuplicatedContextRunner runner;

    @Test
    void a_price_that_was_told_is_the_price_of_what_is_dispensed() {
        Item medicine = item();
        batch(medicine, "10");
        UUID price = UUID.randomUUID();
        TopicClient.publish("billing.events", "price.set.v1", price, price(price, sku(medicine), "12.50", null));
        await().atMost(ARRIVAL_TIMEOUT).until(() -> known(price) == 1);
        Issued prescription = issued(medicine);

        String id = dispensed(prescription, line(prescription.item(), "1"));

        as("pharmacist")
                .get(DISPENSES + id)
                .then()
                .body("items[0].unitPrice.amount", equalTo("12.50"))
                .body("items[0].unitPrice.currency", equalTo("INR"))
                .body("items[0].taxRate", equalTo("0.18"));
        TopicClient.Message told = TopicClient.event("prescription.events", "dispense.prepared.v1", id);
        assertThat(told.json().at("/items/0/unitPrice/amount").asText()).isEqualTo("12.50");
        assertThat(told.json().at("/items/0/taxRate").asText()).isEqualTo("0.18");
    }

    @Test
    void a_price_that_has_ended_or_not_begun_counts_no_more_and_not_yet() {
        Item medicine = item();
        batch(medicine, "10");
        UUID ended = UUID.randomUUID();
        UUID planned = UUID.randomUUID();
        TopicClient.publish("billing.events", "price.set.v1", ended, price(ended, sku(medicine), "1.00", null));
        TopicClient.publish(
                "billing.events", "price.ended.v1", ended, price(ended, sku(medicine), "1.00", "2020-12-31"));
        Map<String, Object> future = new HashMap<>(price(planned, sku(medicine), "3.00", null));
        future.put("validFrom", "2400-01-01");
        TopicClient.publish("billing.events", "price.set.v1", planned, future);
        await().atMost(ARRIVAL_TIMEOUT).until(() -> known(planned) == 1);
        Issued prescription = issued(medicine);

        String id = dispensed(prescription, line(prescription.item(), "1"));

        assertThat(as("pharmacist").get(DISPENSES + id).<Object>path("items[0].unitPrice"))
                .isNull();
    }

    @Test
    void the_invoice_that_has_its_lines_is_told_and_stays() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "1"));
        UUID invoice = UUID.randomUUID();

        TopicClient.publish("billing.events", "invoice.lines-added.v1", invoice, linesAdded(id, invoice));

        await().atMost(ARRIVAL_TIMEOUT).until(() -> invoice.toString().equals(invoiceOf(id)));
        TopicClient.auditEntry("update", id);
    }

    @Test
    void voiding_before_the_pick_up_brings_the_stock_back_once() {
        Item medicine = item();
        batch(medicine, NEXT_YEAR, "2");
        batch(medicine, NEXT_YEAR.minusMonths(1), "2");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "3"));
        UUID invoice = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        TopicClient.publish("billing.events", "invoice.lines-added.v1", invoice, linesAdded(id, invoice));

        for (int i = 0; i < 3; i++)
            TopicClient.publish("billing.events", event, "invoice.voided.v1", invoice, voided(invoice, id));
        TopicClient.publish("billing.events", "invoice.voided.v1", invoice, voided(invoice, id));

        await().atMost(ARRIVAL_TIMEOUT).until(() -> dispenseStatus(id).equals("reversed"));
        settle();
        assertThat(onHand(medicine)).isEqualByComparingTo("4");
        assertThat(status(prescription.id())).isEqualTo("issued");
        assertThat(dispensedOf(prescription.item())).isZero();
        assertThat(TopicClient.all("prescription.events").stream()
                        .filter(message -> message.key().equals(id))
                        .map(TopicClient.Message::type))
                .containsExactly("dispense.prepared.v1", "dispense.reversed.v1");
        assertThat(TopicClient.auditEntry("reverse", id).text("patientId"))
                .isEqualTo(prescription.visit().patient().toString());
        assertLedgerAddsUp(medicine);
        dispensed(prescription, line(prescription.item(), "4"));
    }

    @Test
    void a_void_that_overtakes_the_lines_brings_the_stock_back_all_the_same() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "3"));
        UUID invoice = UUID.randomUUID();

        TopicClient.publish("billing.events", "invoice.voided.v1", invoice, voided(invoice, id));
        TopicClient.publish("billing.events", "invoice.lines-added.v1", invoice, linesAdded(id, invoice));

        await().atMost(ARRIVAL_TIMEOUT).until(() -> dispenseStatus(id).equals("reversed"));
        settle();
        assertThat(dispenseStatus(id)).isEqualTo("reversed");
        assertThat(onHand(medicine)).isEqualByComparingTo("10");
    }

    @Test
    void one_void_of_several_dispenses_and_of_what_is_no_dispense_brings_each_back() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String one = dispensed(prescription, line(prescription.item(), "1"));
        String other = dispensed(prescription, line(prescription.item(), "2"));
        UUID invoice = UUID.randomUUID();

        TopicClient.publish(
                "billing.events",
                "invoice.voided.v1",
                invoice,
                voided(invoice, one, UUID.randomUUID().toString(), other));

        await().atMost(ARRIVAL_TIMEOUT).until(() -> dispenseStatus(other).equals("reversed"));
        assertThat(dispenseStatus(one)).isEqualTo("reversed");
        assertThat(onHand(medicine)).isEqualByComparingTo("10");
    }

    /** What may happen to a dispense of 4, of which 1 was returned to where the state allows it. */
    private enum Incident {
        HAND_OVER,
        RETURN_SOME,
        RETURN_ALL,
        LINES_ADDED,
        VOIDED,
        VOIDED_OTHER
    }

    /** A line for each state, in the order of the incidents: the state afterwards; null where it is refused. */
    private static final @Nullable DispenseStatus[][] TABLE = {
        /* PREPARED */ {
            DispenseStatus.HANDED_OVER,
            DispenseStatus.PREPARED,
            DispenseStatus.RETURNED,
            DispenseStatus.PREPARED,
            DispenseStatus.REVERSED,
            DispenseStatus.PREPARED
        },
        /* HANDED_OVER */ {
            null,
            DispenseStatus.HANDED_OVER,
            DispenseStatus.RETURNED,
            DispenseStatus.HANDED_OVER,
            DispenseStatus.HANDED_OVER,
            DispenseStatus.HANDED_OVER
        },
        /* RETURNED */ {null, null, null, DispenseStatus.RETURNED, DispenseStatus.RETURNED, DispenseStatus.RETURNED},
        /* REVERSED */ {null, null, null, DispenseStatus.REVERSED, DispenseStatus.REVERSED, DispenseStatus.REVERSED},
    };

    @TestFactory
    Stream<DynamicTest> every_state_handles_every_incident_and_the_stock_adds_up() {
        assertThat(TABLE).hasNumberOfRows(DispenseStatus.values().length);
        return Stream.of(DispenseStatus.values()).flatMap(state -> Stream.of(Incident.values())
                .map(incident -> dynamicTest(
                        state + " × " + incident,
                        () -> check(state, incident, TABLE[state.ordinal()][incident.ordinal()]))));
    }

    private void check(DispenseStatus state, Incident incident, @Nullable DispenseStatus expected) throws Exception {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "4"));
        UUID invoice = UUID.randomUUID();
        happen(id, prescription, Incident.LINES_ADDED, invoice);
        lead(id, prescription, state, invoice);
        assertThat(dispenseStatus(id)).isEqualToIgnoringCase(state.name());

        // Twice, as events come and as people press buttons.
        int status = happen(id, prescription, incident, invoice);
        if (incident != Incident.RETURN_SOME) happen(id, prescription, incident, invoice);

        if (expected == null) assertThat(status).isEqualTo(409);
        else assertThat(status).isEqualTo(200);
        DispenseStatus now = expected == null ? state : expected;
        assertThat(dispenseStatus(id)).isEqualToIgnoringCase(now.name());
        assertThat(invoiceOf(id)).isEqualTo(invoice.toString());
        boolean back = now == DispenseStatus.RETURNED || now == DispenseStatus.REVERSED;
        boolean some = incident == Incident.RETURN_SOME && expected != null;
        assertThat(onHand(medicine)).isEqualByComparingTo(back ? "10" : some ? "7" : "6");
        assertThat(dispensedOf(prescription.item())).isEqualByComparingTo(back ? "0" : some ? "3" : "4");
        assertLedgerAddsUp(medicine);
    }

    private void lead(String id, Issued prescription, DispenseStatus state, UUID invoice) throws Exception {
        switch (state) {
            case PREPARED -> {}
            case HANDED_OVER -> happen(id, prescription, Incident.HAND_OVER, invoice);
            case RETURNED -> happen(id, prescription, Incident.RETURN_ALL, invoice);
            case REVERSED -> happen(id, prescription, Incident.VOIDED, invoice);
        }
    }

    /** The HTTP status; 200 for what was told by an event. */
    private int happen(String id, Issued prescription, Incident incident, UUID invoice) throws Exception {
        UUID dispense = UUID.fromString(id);
        return switch (incident) {
            case HAND_OVER -> handOver(id).statusCode();
            case RETURN_SOME -> giveBack(id, prescription.item(), "1", true).statusCode();
            case RETURN_ALL -> giveBack(id, prescription.item(), "4", true).statusCode();
            case LINES_ADDED -> told(() -> invoices.invoiced(dispense, invoice));
            case VOIDED -> told(() -> invoices.voided(dispense, invoice));
            case VOIDED_OTHER -> told(() -> invoices.voided(dispense, UUID.randomUUID()));
        };
    }

    @Test
    void a_hand_over_and_a_void_at_the_same_moment_end_in_one_of_both() throws Exception {
        for (int round = 0; round < 5; round++) {
            Item medicine = item();
            batch(medicine, "10");
            Issued prescription = issued(medicine);
            String id = dispensed(prescription, line(prescription.item(), "4"));
            UUID invoice = UUID.randomUUID();

            Concurrently.run(List.of(
                    () -> handOver(id).statusCode(),
                    () -> told(() -> invoices.voided(UUID.fromString(id), invoice)),
                    () -> told(() -> invoices.voided(UUID.fromString(id), invoice))));

            String end = dispenseStatus(id);
            assertThat(end).isIn("handed_over", "reversed");
            assertThat(onHand(medicine)).isEqualByComparingTo(end.equals("reversed") ? "10" : "6");
            assertLedgerAddsUp(medicine);
        }
    }

    /** In a transaction, on a context of its own, as the listener does it. */
    private int told(Supplier<Uni<Void>> effect) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        runner.run(() -> Panache.withTransaction(effect), done::complete, done::completeExceptionally);
        done.get(20, TimeUnit.SECONDS);
        return 200;
    }

    /** Waits until everything published before has had its effect. */
    private void settle() {
        UUID price = UUID.randomUUID();
        TopicClient.publish("billing.events", "price.set.v1", price, price(price, "last-" + price, "1.00", null));
        await().atMost(ARRIVAL_TIMEOUT).until(() -> known(price) == 1);
    }

    private int known(UUID price) {
        return rows("select 1 from known_price where id = $1", price).size();
    }

    private static String invoiceOf(String dispense) {
        return as("pharmacist").get(DISPENSES + dispense).path("invoiceId");
    }

    private String sku(Item medicine) {
        return rows("select sku from inventory_item where id = $1", UUID.fromString(medicine.id()))
                .get(0)
                .getString("sku");
    }
}
