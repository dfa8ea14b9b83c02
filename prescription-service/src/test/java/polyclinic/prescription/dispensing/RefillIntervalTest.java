package polyclinic.prescription.dispensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polyclinic.commons.testing.servers.TopicClient;

/** What is dispensed is to be used by three quarters before it is refilled: 42 are for 7 days, so 126 hours. */
@QuarkusTest
class RefillIntervalTest extends DispensaryTest {
    @ParameterizedTest(name = "{0} {1} h ago, {2} {3} h ago, fetched {4} h later -> {5}")
    @CsvSource({
        // quantity, hours ago, quantity of another time, hours ago, hours on the counter, status
        "42, 127, , 0, 0, 200",
        "42, 125, , 0, 0, 409",
        "42, 1, , 0, 0, 409",
        "42, 127, , 0, 100, 409",
        // both together last from the first time on
        "21, 127, 21, 100, 0, 200",
        "21, 125, 21, 100, 0, 409",
        // nothing was left when the second half was fetched
        "21, 300, 21, 43, 0, 200",
        "21, 300, 21, 41, 0, 409",
    })
    void a_refill_waits_until_enough_is_used(
            String quantity, int hours, @Nullable String another, int hoursOfAnother, int counter, int status) {
        Item medicine = item();
        batch(medicine, "100");
        Issued prescription = issued(medicine);
        given(prescription, quantity, hours, counter);
        if (another != null) given(prescription, another, hoursOfAnother, 0);

        Response answer = refill(prescription, "{}");

        if (status == 200) answer.then().statusCode(200).body("items[0].refillsLeft", equalTo(0));
        else assertProblem(answer, 409, "too-early");
    }

    @Test
    void what_is_too_early_says_when_and_changes_nothing_unless_there_is_a_reason_which_the_trail_has() {
        Item medicine = item();
        batch(medicine, "100");
        Issued prescription = issued(medicine);
        given(prescription, "42", 26, 0);

        Response refused = refill(prescription, "{\"overrideReason\":\"another thing\"}");

        assertProblem(refused, 409, "too-early");
        assertThat(Instant.parse(refused.path("earliest")))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(99 * 60 + 55)),
                        Instant.now().plus(Duration.ofMinutes(100 * 60 + 5)));
        as("pharmacist").get(one(prescription.id())).then().body("items[0].refillsLeft", equalTo(1));

        refill(prescription, "{\"earlyReason\":\"goes abroad for a month\"}")
                .then()
                .statusCode(200)
                .body("status", equalTo("partially_dispensed"));
        assertThat(TopicClient.auditEntry("refill", prescription.id()).text("reason"))
                .isEqualTo("goes abroad for a month");
    }

    @Test
    void what_came_back_is_not_waited_for() {
        Item medicine = item();
        batch(medicine, "100");
        Issued prescription = issued(medicine);
        String returned = given(prescription, "42", 1, 0);
        giveBack(returned, prescription.item(), "42", true).then().statusCode(200);
        given(prescription, "42", 127, 0);

        refill(prescription, "{}").then().statusCode(200);
    }

    /** Dispensed in the past. */
    private String given(Issued prescription, String quantity, int hoursAgo, int hoursOnCounter) {
        String id = dispensed(prescription, line(prescription.item(), quantity));
        handOver(id).then().statusCode(200);
        execute(
                "update dispense set prepared_at = now() - make_interval(hours => $2),"
                        + " handed_over_at = now() - make_interval(hours => $2 - $3) where id = $1",
                UUID.fromString(id),
                hoursAgo,
                hoursOnCounter);
        return id;
    }

    private static Response refill(Issued prescription, String body) {
        return as("pharmacist").body(body).post(one(prescription.id()) + "/refill");
    }
}
