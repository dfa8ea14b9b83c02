package polyclinic.billing.shifts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;
import static polyclinic.commons.testing.web.ServiceClient.withToken;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import polyclinic.billing.ServiceTest;
import polyclinic.commons.testing.web.Concurrently;
import polyclinic.commons.testing.web.Tokens;

@QuarkusTest
class ShiftTest extends ServiceTest {
    @Test
    void a_drawer_is_counted_against_the_cash_that_went_through_it() {
        closeDrawers();
        String invoice = issued(knownPatient(), line("Consultation", "1", "500"));
        assertProblem(pay(invoice, "100", "cash"), 409, "no-open-shift");
        String shift = created(open("200"));

        String payment = created(pay(invoice, "100", "cash"));
        created(pay(invoice, "50", "card"));
        refund(payment, "30").then().statusCode(200);

        as("cashier").get("/api/v1/shifts/" + shift).then().body("expected.amount", equalTo("270.00"));
        close("cashier", shift, "265.50")
                .then()
                .statusCode(200)
                .body("expected.amount", equalTo("270.00"))
                .body("counted.amount", equalTo("265.50"))
                .body("difference.amount", equalTo("-4.50"))
                .body("status", equalTo("closed"));
        assertProblem(refund(payment, "10"), 409, "no-open-shift");
        assertProblem(close("cashier", shift, "0"), 409, "invalid-transition");
        assertThat(published(shift, 2)).containsExactly("shift.opened", "shift.closed");
        created(pay(invoice, "50", "card"));
    }

    @Test
    void a_cashier_has_one_open_drawer() {
        closeDrawers();
        List<Integer> answers = Concurrently.run(8, () -> open("10").statusCode());

        assertThat(answers).containsOnlyOnce(201);
        assertProblem(open("10"), 409, "shift-open");
    }

    @Test
    void a_drawer_is_closed_by_whose_it_is() {
        closeDrawers();
        String shift = created(open("10"));

        String other = Tokens.withRoles("cashier2", Set.of("cashier"), Map.of());
        assertProblem(
                withToken(other).body("{\"counted\":" + inr("1") + "}").post("/api/v1/shifts/" + shift + "/close"),
                403,
                "forbidden");
        close("admin", shift, "10").then().statusCode(200);
    }

    /** The drawer is closed while payments go in: what it expects is what went in. */
    @Test
    void no_cash_goes_into_a_drawer_after_its_count() {
        closeDrawers();
        String shift = created(open("0"));
        String invoice = issued(knownPatient(), line("Consultation", "1", "500"));
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) tasks.add(() -> pay(invoice, "1", "cash").statusCode());
        AtomicReference<String> counted = new AtomicReference<>();
        tasks.add(10, () -> {
            Response closed = close("cashier", shift, "0");
            counted.set(closed.path("expected.amount"));
            return closed.statusCode();
        });

        List<Integer> answers = Concurrently.run(tasks);

        long taken = answers.stream().filter(status -> status == 201).count();
        as("cashier")
                .get("/api/v1/shifts/" + shift)
                .then()
                .body("status", equalTo("closed"))
                .body("expected.amount", equalTo(taken + ".00"));
        assertThat(counted.get()).isEqualTo(taken + ".00");
    }

    private static Response open(String amount) {
        return as("cashier").body("{\"openingFloat\":" + inr(amount) + "}").post("/api/v1/shifts");
    }

    private static Response close(String user, String shift, String counted) {
        return as(user).body("{\"counted\":" + inr(counted) + "}").post("/api/v1/shifts/" + shift + "/close");
    }
}
