package polyclinic.audit.queries;

import static org.assertj.core.api.Assertions.assertThat;
import static polyclinic.commons.testing.web.ServiceClient.as;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import polyclinic.audit.ServiceTest;

/** Exports are few: each holds a thread and a cursor of the store. */
@QuarkusTest
class ExportSlotsTest extends ServiceTest {
    private static final String EXPORT = "/api/v1/audit/export?actor=nobody";

    @Inject
    ExportSlots slots;

    @ConfigProperty(name = "polyclinic.audit.exports.at-once")
    int atOnce;

    @Test
    void an_export_beyond_those_that_may_be_is_told_so_and_searches_go_on() {
        List<Runnable> taken = new ArrayList<>();
        try {
            for (int i = 0; i < atOnce; i++) taken.add(slots.take());

            Response refused = as("auditor").get(EXPORT);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.jsonPath().getString("type")).isEqualTo("urn:polyclinic:problem:busy");
            assertThat(refused.header("Retry-After")).isNotNull();
            as("auditor").get("/api/v1/audit?actor=nobody").then().statusCode(200);
        } finally {
            taken.forEach(Runnable::run);
        }
        as("auditor").get(EXPORT).then().statusCode(200);
    }

    @Test
    void an_export_gives_its_slot_back_whether_it_was_one_or_not() {
        for (int i = 0; i <= atOnce; i++) {
            as("auditor").get(EXPORT).then().statusCode(200);
            as("auditor").get("/api/v1/audit/export?format=none").then().statusCode(422);
            as("auditor").get(EXPORT + "&from=never").then().statusCode(422);
        }
        as("auditor").get(EXPORT).then().statusCode(200);
    }
}
