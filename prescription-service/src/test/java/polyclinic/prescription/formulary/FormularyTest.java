package polyclinic.prescription.formulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import polyclinic.prescription.ServiceTest;

@QuarkusTest
class FormularyTest extends ServiceTest {
    private static final String MEDICATIONS = "/api/v1/medications";

    @Test
    void a_medicine_is_registered_with_codes_and_ingredients_and_read_again() {
        String name = name();

        Response answer = register(name, "pharmacist");

        answer.then()
                .statusCode(201)
                .header("Location", MEDICATIONS + "/" + answer.path("id"))
                .body("name", equalTo(name))
                .body("status", equalTo("active"));
        as("doctor")
                .get(MEDICATIONS + "/" + answer.path("id"))
                .then()
                .statusCode(200)
                .body("codes[0].code", equalTo("J01CR02"))
                .body("ingredients", contains("amoxicillin", "clavulanic acid"));
        assertThat(audited(answer.path("id"), 1)).containsExactly("create");
    }

    /** The gateway keeps these answers for all who have the same roles. */
    @Test
    void callers_with_the_same_roles_are_shown_the_same() {
        String id = created(register(name(), "pharmacist"));
        for (String address : new String[] {MEDICATIONS + "/" + id, MEDICATIONS + "?limit=5"})
            assertThat(as("doctor").get(address).asString())
                    .isEqualTo(as("doctor2").get(address).asString());
    }

    @Test
    void the_same_name_form_and_strength_are_the_same_medicine() {
        String name = name();
        register(name, "pharmacist").then().statusCode(201);

        register(name.toUpperCase(Locale.ROOT), "admin")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:polyclinic:problem:duplicate-medication"));
    }

    @Test
    void a_search_finds_beginnings_of_names_ingredients_and_codes() {
        String name = name();
        register(name, "pharmacist");
        register(name() + " other", "pharmacist");

        as("doctor")
                .get(MEDICATIONS + "?q=" + name.substring(0, 30) + " CLAVUL 500")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].name", equalTo(name));
        as("doctor").get(MEDICATIONS + "?q=" + name + " j01cr02").then().body("items", hasSize(1));
        as("doctor").get(MEDICATIONS + "?q=" + name + " ibuprofen").then().body("items", hasSize(0));
        as("doctor").get(MEDICATIONS + "?q=***").then().body("items", hasSize(0));
    }

    @Test
    void pages_go_on_where_the_last_one_ended() {
        String common = "page" + UUID.randomUUID().toString().replace("-", "");
        for (String suffix : new String[] {"c", "a", "b"}) register(common + " " + suffix, "pharmacist");

        Response first = as("nurse").get(MEDICATIONS + "?limit=2&q=" + common);

        first.then().body("items.name", contains(common + " a", common + " b"));
        as("nurse")
                .queryParam("after", first.<String>path("next"))
                .get(MEDICATIONS + "?limit=2&q=" + common)
                .then()
                .body("items.name", contains(common + " c"))
                .body("next", equalTo(null));
    }

    @Test
    void a_merge_patch_changes_what_it_names_and_leaves_an_entry() {
        String id = created(register(name(), "pharmacist"));

        as("pharmacist")
                .header("If-Match", "\"0\"")
                .body("{\"status\":\"inactive\",\"ingredients\":[\"amoxicillin\"]}")
                .patch(MEDICATIONS + "/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("status", equalTo("inactive"))
                .body("ingredients", contains("amoxicillin"))
                .body("form", equalTo("tablet"));
        as("pharmacist")
                .header("If-Match", "\"0\"")
                .body("{\"form\":\"syrup\"}")
                .patch(MEDICATIONS + "/" + id)
                .then()
                .statusCode(412);
        assertThat(audited(id, 2)).containsExactly("create", "update");
    }

    private static String name() {
        return "Co-amoxiclav " + UUID.randomUUID().toString().replace("-", "");
    }

    private static Response register(String name, String user) {
        return as(user).body("""
                        {"name":"%s","form":"tablet","strength":"500/125 mg",\
                        "codes":[{"system":"http://www.whocc.no/atc","code":"J01CR02"}],\
                        "ingredients":["amoxicillin","clavulanic acid"]}""".formatted(name)).post(MEDICATIONS);
    }
}
