package polyclinic.prescription.dispensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.KafkaServer;
import polyclinic.commons.testing.servers.PostgresServer;
import polyclinic.commons.testing.servers.TopicClient;
import polyclinic.commons.testing.web.Concurrently;

/** A server dies in the middle of the work and stays away: what has left the stock and what billing is told are the same, once. */
@QuarkusTest
class PharmacyServersAwayTest extends DispensaryTest {
    private static final Duration RECOVERY_TIMEOUT = Duration.ofSeconds(60);
    private static final int PRESCRIPTIONS_OF_THE_DAY = 3;
    private static final int EACH = 12;

    /** Poison is set aside after three attempts; whoever waits longer does not count them. */
    private static final int MORE_ATTEMPTS_THAN_POISON_HAS = 4;

    @Inject
    MeterRegistry metrics;

    @Test
    void without_kafka_medicines_are_dispensed_and_billing_is_told_once_afterwards() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id;
        KafkaServer.current().kill();
        try {
            id = dispensed(prescription, line(prescription.item(), "4"));
            handOver(id).then().statusCode(200);
        } finally {
            KafkaServer.current().start();
        }

        TopicClient.event("prescription.events", "dispense.handed-over.v1", id);
        awaitEmptyOutbox();
        assertThat(told().get(id)).containsExactly("dispense.prepared.v1", "dispense.handed-over.v1");
        assertThat(onHand(medicine)).isEqualByComparingTo("6");
    }

    @Test
    void what_was_dispensed_while_postgresql_was_killed_has_left_the_stock_once() {
        Item medicine = item();
        batch(medicine, "60");
        AtomicInteger answered = new AtomicInteger();
        List<String> dispenses = new ArrayList<>();
        List<Callable<List<String>>> clients = new ArrayList<>();
        for (int i = 0; i < PRESCRIPTIONS_OF_THE_DAY; i++) {
            Issued prescription = issued(medicine);
            clients.add(() -> Stream.generate(() -> keyed(prescription, answered))
                    .limit(EACH)
                    .toList());
        }
        clients.add(() -> {
            await().atMost(RECOVERY_TIMEOUT).until(() -> answered.get() > PRESCRIPTIONS_OF_THE_DAY);
            PostgresServer.current().kill();
            PostgresServer.current().start();
            return List.of();
        });

        Concurrently.run(clients).forEach(dispenses::addAll);

        assertThat(dispenses).hasSize(PRESCRIPTIONS_OF_THE_DAY * EACH).doesNotHaveDuplicates();
        assertThat(onHand(medicine)).isEqualByComparingTo(String.valueOf(60 - PRESCRIPTIONS_OF_THE_DAY * EACH));
        assertLedgerAddsUp(medicine);
        awaitEmptyOutbox();
        Map<String, List<String>> told = told();
        for (String id : dispenses) assertThat(told.get(id)).containsExactly("dispense.prepared.v1");
    }

    @Test
    void a_void_that_is_told_while_postgresql_is_away_longer_than_anything_is_tried_brings_the_stock_back_once() {
        Item medicine = item();
        batch(medicine, "10");
        Issued prescription = issued(medicine);
        String id = dispensed(prescription, line(prescription.item(), "4"));
        UUID invoice = UUID.randomUUID();
        PostgresServer.current().kill();
        try {
            double before = waits();
            TopicClient.publish("billing.events", "invoice.lines-added.v1", invoice, linesAdded(id, invoice));
            for (int i = 0; i < 2; i++)
                TopicClient.publish("billing.events", "invoice.voided.v1", invoice, voided(invoice, id));
            await().atMost(RECOVERY_TIMEOUT).until(() -> waits() >= before + MORE_ATTEMPTS_THAN_POISON_HAS);
        } finally {
            PostgresServer.current().start();
        }
        await().atMost(RECOVERY_TIMEOUT)
                .until(() -> management().get("/q/health/ready").statusCode() == 200);

        await().atMost(RECOVERY_TIMEOUT).until(() -> dispenseStatus(id).equals("reversed"));
        TopicClient.event("prescription.events", "dispense.reversed.v1", id);
        awaitEmptyOutbox();
        assertThat(told().get(id)).containsExactly("dispense.prepared.v1", "dispense.reversed.v1");
        assertThat(onHand(medicine)).isEqualByComparingTo("10");
        assertLedgerAddsUp(medicine);
        assertThat(TopicClient.all("prescription-service.dead-letter"))
                .noneMatch(message -> message.body().contains(id));
    }

    private double waits() {
        return metrics.get("polyclinic.events.waiting")
                .tag("topic", "billing.events")
                .counter()
                .count();
    }

    /** As a client does: the same key again until there is an answer. */
    private static String keyed(Issued prescription, AtomicInteger answered) {
        String key = UUID.randomUUID().toString();
        Response answer = await().atMost(RECOVERY_TIMEOUT)
                .until(
                        () -> as("pharmacist")
                                .header("Idempotency-Key", key)
                                .body(body(line(prescription.item(), "1")))
                                .post(one(prescription.id()) + "/dispense"),
                        response -> response.statusCode() == 201);
        answered.incrementAndGet();
        return answer.path("id");
    }

    private void awaitEmptyOutbox() {
        await().atMost(RECOVERY_TIMEOUT).ignoreExceptions().until(() -> rows("select 1 from outbox")
                .isEmpty());
    }

    /** The types of the events by aggregate, in order; what was sent again counts once. */
    private static Map<String, List<String>> told() {
        Set<String> seen = new HashSet<>();
        return TopicClient.all("prescription.events").stream()
                .filter(message -> seen.add(String.valueOf(message.headers().get("ce_id"))))
                .collect(Collectors.groupingBy(
                        TopicClient.Message::key, Collectors.mapping(TopicClient.Message::type, Collectors.toList())));
    }
}
