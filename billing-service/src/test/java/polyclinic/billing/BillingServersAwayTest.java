package polyclinic.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.billing.automaticlines.PerformedEvents.appointmentCancelled;
import static polyclinic.billing.automaticlines.PerformedEvents.performed;
import static polyclinic.billing.automaticlines.PerformedEvents.settle;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.commons.testing.web.ServiceClient.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import polyclinic.billing.automaticlines.PerformedEvents.Dispense;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;

/** A server dies in the middle of the work and stays away: money is where it was acknowledged, once, and so are its lines. */
@QuarkusTest
class BillingServersAwayTest extends ServiceTest {
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(60);
    private static final int CLIENTS = 4;
    private static final int EACH = 10;

    /** Poison is set aside after three attempts; whoever waits longer does not count them. */
    private static final int MORE_ATTEMPTS_THAN_POISON_HAS = 4;

    @Inject
    MeterRegistry metrics;

    @Test
    void without_kafka_money_is_taken_and_given_back_and_all_of_it_is_told_once_afterwards() {
        String id = issued(knownPatient(), line("Consultation", "1", "100"));
        String payment;
        KafkaServer.current().kill();
        try {
            payment = created(pay(id, "100", "card"));
            refund(payment, "40").then().statusCode(200);
            invoice(id).body("paid.amount", equalTo("60.00"));
        } finally {
            KafkaServer.current().start();
        }

        published(payment, 2);
        awaitEmptyOutbox();
        assertThat(told().get(payment)).containsExactly("payment.taken.v1", "payment.refunded.v1");
        assertThat(told().get(id)).containsExactly("invoice.drafted.v1", "invoice.issued.v1", "invoice.paid.v1");
    }

    @Test
    void what_was_paid_while_postgresql_was_killed_is_in_the_ledger_once_and_numbers_have_no_gap() {
        UUID patient = knownPatient();
        Set<String> paid = ConcurrentHashMap.newKeySet();
        AtomicInteger answered = new AtomicInteger();
        List<Callable<Void>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++)
            clients.add(() -> {
                for (int i = 0; i < EACH; i++) {
                    String id = keyed(draftBody(patient, line("Consultation", "1", "10")), INVOICES)
                            .path("id");
                    keyed("{}", INVOICES + "/" + id + "/issue");
                    keyed("{\"amount\":" + inr("10") + ",\"method\":\"card\"}", INVOICES + "/" + id + "/payments");
                    paid.add(id);
                    answered.incrementAndGet();
                }
                return null;
            });
        clients.add(() -> {
            await().atMost(RECOVERY_TIMEOUT).until(() -> answered.get() > CLIENTS);
            PostgresServer.current().kill();
            PostgresServer.current().start();
            return null;
        });

        Concurrently.run(clients);

        assertThat(paid).hasSize(CLIENTS * EACH);
        assertThat(rows("""
                        select i.id from invoice i where i.patient_id = $1
                           and (select count(*) from payment p where p.invoice_id = i.id) = 1""", patient)).hasSize(CLIENTS * EACH);
        for (String id : paid) invoice(id).body("status", equalTo("paid")).body("paid.amount", equalTo("10.00"));
        assertThat(rows("select 1 from ledger_entry group by posting_id having sum(amount) <> 0"))
                .isEmpty();
        for (Row year : rows("select count(*) as n, max(series_number) as high from invoice"
                + " where series_number is not null group by series_year"))
            assertThat(year.getLong("n")).isEqualTo(year.getInteger("high").longValue());
        awaitEmptyOutbox();
        Map<String, List<String>> told = told();
        for (String id : paid) assertThat(told.get(id)).containsOnlyOnce("invoice.issued.v1", "invoice.paid.v1");
    }

    @Test
    void what_is_told_while_postgresql_is_away_longer_than_anything_is_tried_has_its_effect_once() {
        UUID patient = knownPatient();
        UUID visit = UUID.randomUUID();
        UUID cancelled = UUID.randomUUID();
        String paid = created(as("cashier")
                .body("""
                        {"patientId":"%s","appointmentId":"%s","currency":"INR","lines":[%s]}""".formatted(patient, cancelled, line("Consultation", "1", "100")))
                .post(INVOICES));
        issue(paid).then().statusCode(200);
        created(pay(paid, "100", "card"));
        Dispense dispense = new Dispense(UUID.randomUUID(), UUID.randomUUID(), patient, visit, null);
        List<UUID> sources = List.of(visit, UUID.randomUUID(), UUID.randomUUID(), dispense.id());

        PostgresServer.current().kill();
        try {
            performed("encounter", visit, UUID.randomUUID(), patient);
            performed("order", sources.get(1), UUID.randomUUID(), patient);
            performed("lab_request", sources.get(2), UUID.randomUUID(), patient);
            dispense.prepared();
            dispense.returned("1");
            appointmentCancelled(UUID.randomUUID(), cancelled, patient);
            for (String topic : List.of("appointment.events", "prescription.events")) awaitAttempts(topic);
        } finally {
            PostgresServer.current().start();
        }
        await().atMost(RECOVERY_TIMEOUT)
                .until(() -> management().get("/q/health/ready").statusCode() == 200);
        settle(pool);

        assertThat(rows("select source_id from charge where patient_id = $1 and part_of is null", patient))
                .extracting(row -> row.getUUID("source_id"))
                .containsExactlyInAnyOrderElementsOf(sources);
        assertThat(rows(
                        "select 1 from invoice_line l join invoice i on i.id = l.invoice_id where i.patient_id = $1",
                        patient))
                .hasSize(sources.size() + 1);
        Response payments = as("cashier").get("/api/v1/payments?invoiceId=" + paid);
        assertThat(as("cashier").get(INVOICES + "/" + paid).<String>path("status"))
                .isEqualTo("void");
        assertThat(payments.<List<?>>path("items[0].refunds")).hasSize(1);
        assertThat(TopicClient.all("billing-service.dead-letter"))
                .noneMatch(message -> message.body().contains(patient.toString()));
    }

    private void awaitAttempts(String topic) {
        double before = waits(topic);
        await().atMost(RECOVERY_TIMEOUT).until(() -> waits(topic) >= before + MORE_ATTEMPTS_THAN_POISON_HAS);
    }

    private double waits(String topic) {
        return metrics.get("polyclinic.events.waiting")
                .tag("topic", topic)
                .counter()
                .count();
    }

    /** As a client does: the same key again until there is an answer. */
    private static Response keyed(String body, String path) {
        String key = UUID.randomUUID().toString();
        return await().atMost(RECOVERY_TIMEOUT)
                .until(
                        () -> as("cashier")
                                .header("Idempotency-Key", key)
                                .body(body)
                                .post(path),
                        answer -> answer.statusCode() < 300);
    }

    private void awaitEmptyOutbox() {
        await().atMost(RECOVERY_TIMEOUT).ignoreExceptions().until(() -> rows("select 1 from outbox")
                .isEmpty());
    }

    /** The types of the events by aggregate, in order; what was sent again counts once. */
    private static Map<String, List<String>> told() {
        Set<String> seen = new HashSet<>();
        return TopicClient.all("billing.events").stream()
                .filter(message -> seen.add(String.valueOf(message.headers().get("ce_id"))))
                .collect(Collectors.groupingBy(
                        TopicClient.Message::key, Collectors.mapping(TopicClient.Message::type, Collectors.toList())));
    }
}
