package polyclinic.billing.automaticlines;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.billing.automaticlines.PerformedEvents.settle;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.billing.ServiceTest;
import polyclinic.billing.automaticlines.PerformedEvents.Dispense;

/** Every event of a dispense in every state that it can be in here: what is charged at the end. */
@QuarkusTest
class DispenseChargeTest extends ServiceTest {
    private static final String UNKNOWN = "unknown";

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
        "void, prepared, void 0.00",
        "void, returned, void 0.00",
        "void, reversed, void 0.00",
    })
    void what_is_charged_follows_the_dispense(String state, String event, String then) {
        Dispense dispense = Dispense.of(knownPatient());
        reach(dispense, state);
        happen(dispense, event);
        settle(pool);

        assertThat(charged(dispense)).isEqualTo(then);
    }

    private void reach(Dispense dispense, String state) {
        switch (state) {
            case UNKNOWN -> {}
            case "returned before" -> dispense.returned("1");
            case "all returned before" -> dispense.returned("3");
            case "reversed before" -> dispense.reversed();
            case "handed over before" -> dispense.handedOver();
            default -> {
                dispense.prepared();
                if (state.equals("draft reduced")) dispense.returned("1");
                settle(pool);
                String id = invoiceOf(dispense);
                if (List.of("issued", "paid", "void").contains(state))
                    issue(id).then().statusCode(200);
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
            default -> throw new IllegalArgumentException(event);
        }
    }

    private static String charged(Dispense dispense) {
        String id = invoiceOf(dispense);
        if (id == null) return UNKNOWN;
        Response invoice = as("cashier").get(INVOICES + "/" + id);
        String status = invoice.path("status");
        BigDecimal total = new BigDecimal(invoice.<String>path("total.amount"))
                .subtract(new BigDecimal(invoice.<String>path("credited.amount")));
        return status + " " + (status.equals("void") ? "0.00" : total.toPlainString());
    }

    private static @Nullable String invoiceOf(Dispense dispense) {
        List<String> ids = as("cashier")
                .get(INVOICES + "?encounterId=" + dispense.encounter())
                .path("items.id");
        assertThat(ids).hasSizeLessThan(2);
        return ids.isEmpty() ? null : ids.get(0);
    }
}
