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
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.billing.ServiceTest;
import polyclinic.billing.automaticlines.PerformedEvents.Dispense;
import polyclinic.commons.testing.servers.TopicClient;

/** Every event of a dispense in every state that it can be in here: what is charged at the end. */
@QuarkusTest
class DispenseChargeTest extends ServiceTest {
    private static final String UNKNOWN = "unknown";
    private static final Duration TOLD_TIMEOUT = Duration.ofSeconds(10);

    @ParameterizedTest(name = "{0} + {1} -> {2}")
    @CsvSource({
        // state, event, what the invoice shows then: status, total less what was credited
        "unknown, prepared, draft 30.00",
        "unknown, handed over, unknown",
        "unknown, returned, unknown",
        "unknown, returned all, unknown",
        "unknown, reversed, unknown",
        "returned before, prepared, draft 20.00",
        "returned before, returned, unknown",
        "all returned before, prepared, unknown",
        "reversed before, prepared, unknown",
        "reversed before, returned, unknown",
        "handed over before, prepared, draft 30.00",
        "draft, prepared, draft 30.00",
        "draft, handed over, draft 30.00",
        "draft, returned, draft 20.00",
        "draft, returned all, void 0.00",
        "draft, reversed, void 0.00",
        "draft reduced, prepared, draft 20.00",
        "draft reduced, returned, draft 10.00",
        "draft reduced, reversed, void 0.00",
        "issued, prepared, issued 30.00",
        "issued, handed over, issued 30.00",
        "issued, returned, issued 20.00",
        "issued, returned all, paid 0.00",
        "issued, reversed, paid 0.00",
        "paid, prepared, paid 30.00",
        "paid, returned, paid 20.00",
        "paid, reversed, paid 0.00",
        "paid, handed over, paid 30.00",
        "void, prepared, void 0.00",
        "void, handed over, void 0.00 told",
        "void, returned, void 0.00",
        "void, reversed, void 0.00",
        // of an appointment that was cancelled: the same in either order
        "draft, cancelled, void 0.00",
        "cancelled before, prepared, void 0.00",
        "cancelled, prepared, void 0.00",
        "cancelled, handed over, void 0.00 told",
        "cancelled before and prepared, handed over, void 0.00 told",
        "cancelled, returned, void 0.00",
        "cancelled, reversed, void 0.00",
        "handed over before, cancelled, unknown",
        "handed over, cancelled, draft 30.00 told",
        "cancelled and handed over before, prepared, draft 30.00 told",
    })
    void what_is_charged_follows_the_dispense(String state, String event, String then) {
        Dispense dispense = Dispense.of(knownPatient());
        reach(dispense, state);
        settle(pool);
        happen(dispense, event);
        settle(pool);

        await().atMost(TOLD_TIMEOUT)
                .untilAsserted(() -> assertThat(charged(dispense)).isEqualTo(then));
    }

    private void reach(Dispense dispense, String state) {
        switch (state) {
            case UNKNOWN -> {}
            case "returned before" -> dispense.returned("1");
            case "all returned before" -> dispense.returned("3");
            case "reversed before" -> dispense.reversed();
            case "handed over before" -> dispense.handedOver();
            case "cancelled before" -> cancelled(dispense);
            case "cancelled before and prepared" -> {
                cancelled(dispense);
                settle(pool);
                dispense.prepared();
            }
            case "cancelled and handed over before" -> {
                cancelled(dispense);
                dispense.handedOver();
            }
            default -> {
                dispense.prepared();
                if (state.equals("draft reduced")) dispense.returned("1");
                if (state.equals("handed over")) dispense.handedOver();
                settle(pool);
                String id = invoiceOf(dispense);
                if (List.of("issued", "paid", "void").contains(state))
                    issue(id).then().statusCode(200);
                if (state.equals("cancelled")) cancelled(dispense);
                if (state.equals("paid")) created(pay(id, "30", "card"));
                if (state.equals("void")) voidIt(id).then().statusCode(200);
            }
        }
    }

    private static void happen(Dispense dispense, String event) {
        switch (event) {
            case "prepared" -> dispense.prepared();
            case "handed over" -> dispense.handedOver();
            case "returned" -> dispense.returned("1");
            case "returned all" -> dispense.returned("3");
            case "reversed" -> dispense.reversed();
            case "cancelled" -> cancelled(dispense);
            default -> throw new IllegalArgumentException(event);
        }
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
