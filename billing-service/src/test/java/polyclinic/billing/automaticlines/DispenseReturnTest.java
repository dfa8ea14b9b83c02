package polyclinic.billing.automaticlines;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.billing.automaticlines.PerformedEvents.settle;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.billing.ServiceTest;
import polyclinic.billing.automaticlines.PerformedEvents.Dispense;

/** What a cashier charged of a dispense, in every shape that lines can have, and what is left of it after a return. */
@QuarkusTest
class DispenseReturnTest extends ServiceTest {
    private static final String OF_ITEM = ",\"itemId\":\"%s\"";

    @ParameterizedTest(name = "{0}, {1}, {2} -> {3}")
    @CsvSource({
        // lines, state, what comes back, total less what was credited, what is told
        "one line, draft, 1, 20.00, nothing",
        "one line, issued, 1, 20.00, nothing",
        "two lines of one item, draft, 1, 20.00, nothing",
        "two lines of one item, issued, 1, 20.00, nothing",
        "two lines of one item, draft, 2.5, 5.00, nothing",
        "two lines of one item, issued, 2.5, 5.00, nothing",
        "two lines of one item, draft, all, 0.00, nothing",
        "an amount off the line, draft, 2, 1.67, nothing",
        "an amount off the line, issued, 2, 1.67, nothing",
        "an amount off the line, draft, 2.9, 0.17, nothing",
        "no item, draft, 1, 30.00, return-not-credited",
        "no item, issued, 1, 30.00, return-not-credited",
        "no item, draft, all, 0.00, nothing",
        "no item, issued, all, 0.00, nothing",
        "one line, credited out of goodwill, 3, 0.00, nothing",
        "one line, credited out of goodwill, 1, 0.00, nothing",
        "one line, credited out of goodwill, all, 0.00, nothing",
        "one line, credited by part, 2, 3.00, nothing",
    })
    void a_return_takes_back_what_it_names_once(String lines, String state, String back, String left, String told) {
        Dispense dispense = Dispense.of(knownPatient());
        String id = drafted(dispense.patient(), lines(lines, dispense));
        if (!state.equals("draft")) issue(id).then().statusCode(200);
        if (state.startsWith("credited")) credit(id, state.endsWith("goodwill") ? "25" : "7");

        if (back.equals("all")) dispense.reversed();
        else dispense.returned(back);
        settle(pool);

        Response invoice = as("cashier").get(INVOICES + "/" + id);
        assertThat(new BigDecimal(invoice.<String>path("total.amount"))
                        .subtract(new BigDecimal(invoice.<String>path("credited.amount"))))
                .isEqualByComparingTo(left);
        if (!told.equals("nothing")) assertThat(published(id, 3)).contains("settlement.failed");
    }

    private static String[] lines(String shape, Dispense dispense) {
        return switch (shape) {
            case "two lines of one item" ->
                new String[] {medicine(dispense, "2", OF_ITEM, ""), medicine(dispense, "1", OF_ITEM, "")};
            case "an amount off the line" ->
                new String[] {medicine(dispense, "3", OF_ITEM, ",\"discount\":{\"amount\":" + inr("25") + "}")};
            case "no item" -> new String[] {medicine(dispense, "3", "", "")};
            default -> new String[] {medicine(dispense, "3", OF_ITEM, "")};
        };
    }

    private static String medicine(Dispense dispense, String quantity, String item, String more) {
        return """
                {"description":"Amoxicillin","quantity":"%s","unitPrice":%s,"source":{"type":"dispense","id":"%s"%s}%s}""".formatted(quantity, inr("10"), dispense.id(), item.formatted(dispense.item()), more);
    }

    private static void credit(String id, String amount) {
        created(as("cashier").body("""
                        {"reason":"goodwill","lines":[{"description":"Goodwill","unitPrice":%s}]}""".formatted(inr(amount))).post(INVOICES + "/" + id + "/credit-note"));
    }
}
