package polyclinic.billing.automaticlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static polyclinic.billing.automaticlines.PerformedEvents.appointmentCancelled;
import static polyclinic.billing.automaticlines.PerformedEvents.settle;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.billing.ServiceTest;
import polyclinic.billing.automaticlines.PerformedEvents.Dispense;
import polyclinic.commons.testing.servers.TopicClient;

/** Every event of a dispense in every state that it can be in here: what is charged at the end. */
@QuarkusTest
class DispenseChargeTest extends ServiceTest {
    private static final String UNKNOWN = "unknown";
    private static final Duration TOLD_TIMEOUT = Duration.ofSeconds(10);

    private static final List<String> EVENTS =
            List.of("prepared", "handed over", "returned", "returned all", "reversed", "cancelled");

    /** What leads to each state, one behind the other. */
    private static final Map<String, List<String>> STEPS = Map.ofEntries(
            Map.entry(UNKNOWN, List.of()),
            Map.entry("returned before", List.of("returned")),
            Map.entry("all returned before", List.of("returned all")),
            Map.entry("reversed before", List.of("reversed")),
            Map.entry("handed over before", List.of("handed over")),
            Map.entry("cancelled before", List.of("cancelled")),
            Map.entry("cancelled before and prepared", List.of("cancelled", "prepared")),
            Map.entry("cancelled and handed over before", List.of("cancelled", "handed over")),
            Map.entry("draft", List.of("prepared")),
            Map.entry("draft reduced", List.of("prepared", "returned")),
            Map.entry("draft handed over", List.of("prepared", "handed over")),
            Map.entry("issued", List.of("prepared", "issue")),
            Map.entry("partially paid", List.of("prepared", "issue", "pay 10")),
            Map.entry("paid", List.of("prepared", "issue", "pay 30")),
            Map.entry("void", List.of("prepared", "issue", "void")),
            Map.entry("cancelled", List.of("prepared", "cancelled")));

    /** The state, and what the invoice shows after each event: status, and total less what was credited. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            # state                          | prepared             | handed over          | returned             | returned all | reversed  | cancelled
            unknown                          | draft 30.00          | unknown              | unknown              | unknown      | unknown   | unknown
            returned before                  | draft 20.00          | unknown              | unknown              | unknown      | unknown   | unknown
            all returned before              | unknown              | unknown              | unknown              | unknown      | unknown   | unknown
            reversed before                  | unknown              | unknown              | unknown              | unknown      | unknown   | unknown
            handed over before               | draft 30.00          | unknown              | unknown              | unknown      | unknown   | unknown
            draft                            | draft 30.00          | draft 30.00          | draft 20.00          | void 0.00    | void 0.00 | void 0.00
            draft reduced                    | draft 20.00          | draft 20.00          | draft 10.00          | void 0.00    | void 0.00 | void 0.00
            draft handed over                | draft 30.00          | draft 30.00          | draft 20.00          | void 0.00    | void 0.00 | draft 30.00 told
            issued                           | issued 30.00         | issued 30.00         | issued 20.00         | paid 0.00    | paid 0.00 | void 0.00
            partially paid                   | partially_paid 30.00 | partially_paid 30.00 | partially_paid 20.00 | paid 0.00    | paid 0.00 | void 0.00
            paid                             | paid 30.00           | paid 30.00           | paid 20.00           | paid 0.00    | paid 0.00 | void 0.00
            void                             | void 0.00            | void 0.00 told       | void 0.00            | void 0.00    | void 0.00 | void 0.00
            # of an appointment that was cancelled: the same in either order
            cancelled                        | void 0.00            | void 0.00 told       | void 0.00            | void 0.00    | void 0.00 | void 0.00
            cancelled before                 | void 0.00            | unknown              | unknown              | unknown      | unknown   | unknown
            cancelled before and prepared    | void 0.00            | void 0.00 told       | void 0.00            | void 0.00    | void 0.00 | void 0.00
            cancelled and handed over before | draft 30.00 told     | unknown              | unknown              | unknown      | unknown   | unknown
            """)
    void what_is_charged_follows_the_dispense(ArgumentsAccessor row) {
        List<String> then = EVENTS.stream()
                .map(event -> row.getString(EVENTS.indexOf(event) + 1))
                .toList();
        List<Dispense> dispenses =
                EVENTS.stream().map(event -> Dispense.of(knownPatient())).toList();
        for (String step : Objects.requireNonNull(STEPS.get(row.getString(0)))) {
            dispenses.forEach(dispense -> happen(dispense, step));
            settle(pool);
        }
        for (int i = 0; i < EVENTS.size(); i++) happen(dispenses.get(i), EVENTS.get(i));
        settle(pool);

        await().atMost(TOLD_TIMEOUT).untilAsserted(() -> assertThat(
                        dispenses.stream().map(DispenseChargeTest::charged).toList())
                .as(EVENTS.toString())
                .isEqualTo(then));
    }

    private static void happen(Dispense dispense, String event) {
        switch (event) {
            case "prepared" -> dispense.prepared();
            case "handed over" -> dispense.handedOver();
            case "returned" -> dispense.returned("1");
            case "returned all" -> dispense.returned("3");
            case "reversed" -> dispense.reversed();
            case "cancelled" -> cancelled(dispense);
            case "issue" -> issue(charging(dispense)).then().statusCode(200);
            case "void" -> voidIt(charging(dispense)).then().statusCode(200);
            case "pay 10" -> created(pay(charging(dispense), "10", "card"));
            case "pay 30" -> created(pay(charging(dispense), "30", "card"));
            default -> throw new IllegalArgumentException(event);
        }
    }

    private static String charging(Dispense dispense) {
        return Objects.requireNonNull(invoiceOf(dispense));
    }

    private static void cancelled(Dispense dispense) {
        appointmentCancelled(UUID.randomUUID(), Objects.requireNonNull(dispense.appointment()), dispense.patient());
    }

    /** The two topics are read beside each other: what was told has its effect before the next is. */
    private static boolean isTold(String invoice) {
        return TopicClient.all("billing.events").stream()
                .anyMatch(message -> message.key().equals(invoice)
                        && message.type().equals("settlement.failed.v1")
                        && message.body().contains("dispensed"));
    }

    private static String charged(Dispense dispense) {
        String id = invoiceOf(dispense);
        if (id == null) return UNKNOWN;
        Response invoice = as("cashier").get(INVOICES + "/" + id);
        String status = invoice.path("status");
        BigDecimal total = new BigDecimal(invoice.<String>path("total.amount"))
                .subtract(new BigDecimal(invoice.<String>path("credited.amount")));
        return status + " " + (status.equals("void") ? "0.00" : total.toPlainString()) + (isTold(id) ? " told" : "");
    }

    private static @Nullable String invoiceOf(Dispense dispense) {
        List<String> ids = as("cashier")
                .get(INVOICES + "?encounterId=" + dispense.encounter())
                .path("items.id");
        assertThat(ids).hasSizeLessThan(2);
        return ids.isEmpty() ? null : ids.get(0);
    }
}
