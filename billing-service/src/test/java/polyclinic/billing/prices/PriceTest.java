package polyclinic.billing.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import polyclinic.billing.ServiceTest;
import polyclinic.commons.testing.web.Concurrently;

@QuarkusTest
class PriceTest extends ServiceTest {
    @Test
    void a_line_takes_what_its_code_costs_today() {
        String code = code();
        String old = created(price(code, "100", "2020-01-01", "2020-12-31"));
        created(price(code, "150.50", "2021-01-01", null));

        String id = drafted(knownPatient(), "{\"priceCode\":\"" + code + "\",\"quantity\":\"2\"}");

        invoice(id)
                .body("lines[0].description", equalTo("Consultation"))
                .body("lines[0].kind", equalTo("consultation"))
                .body("lines[0].unitPrice.amount", equalTo("150.50"))
                .body("total.amount", equalTo("355.18"));
        as("cashier").get("/api/v1/prices/" + old).then().body("price.amount", equalTo("100.00"));
        as("cashier")
                .get("/api/v1/prices?code=" + code + "&on=2020-06-01")
                .then()
                .body("items.id", equalTo(List.of(old)));
        assertProblem(
                as("cashier")
                        .body(draftBody(knownPatient(), "{\"priceCode\":\"" + code() + "\",\"quantity\":\"1\"}"))
                        .post(INVOICES),
                422,
                "invalid-input");
    }

    @Test
    void one_code_has_one_price_a_day_even_when_many_are_set_at_once() {
        String code = code();

        List<Integer> answers =
                Concurrently.run(8, () -> price(code, "100", "2020-01-01", null).statusCode());

        assertThat(answers).containsOnlyOnce(201);
        assertThat(answers).filteredOn(status -> status != 201).containsOnly(409);
        assertProblem(price(code, "1", "2019-01-01", "2020-01-01"), 409, "price-overlap");
        created(price(code, "1", "2019-01-01", "2019-12-31"));
    }

    @Test
    void a_price_that_ended_makes_room_for_the_next() {
        String code = code();
        String id = created(price(code, "100", "2020-01-01", null));

        as("cashier")
                .body("{\"validTo\":\"2020-06-30\"}")
                .post("/api/v1/prices/" + id + "/end")
                .then()
                .statusCode(200);

        created(price(code, "110", "2020-07-01", null));
        assertThat(published(id, 2)).containsExactly("price.set", "price.ended");
        assertProblem(end(id, "2020-07-01"), 422, "invalid-input");
        assertProblem(end(id, "2019-12-31"), 422, "invalid-input");
    }

    private static Response end(String id, String day) {
        return as("cashier").body("{\"validTo\":\"" + day + "\"}").post("/api/v1/prices/" + id + "/end");
    }

    private static String code() {
        return "C-" + UUID.randomUUID();
    }

    private static Response price(String code, String amount, String from, @Nullable String to) {
        return as("admin")
                .body("""
                        {"code":"%s","name":"Consultation","kind":"consultation","price":{"amount":"%s","currency":"INR"},\
                        "taxRate":"0.18","validFrom":"%s"%s}""".formatted(code, amount, from, to == null ? "" : ",\"validTo\":\"" + to + "\""))
                .post("/api/v1/prices");
    }
}
