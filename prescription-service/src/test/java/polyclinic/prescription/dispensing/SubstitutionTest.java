package polyclinic.prescription.dispensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polyclinic.commons.testing.servers.TopicClient;

/** Another medicine than was prescribed. */
@QuarkusTest
class SubstitutionTest extends DispensaryTest {
    /** A medicine of the formulary, and what there is of it. */
    private record Stocked(String medication, Item item, String batch) {}

    private Stocked prescribed;
    private Stocked generic;
    private Stocked other;

    @BeforeEach
    void stock() {
        prescribed = stocked("paracetamol");
        generic = stocked("Paracetamol");
        other = stocked("ibuprofen");
    }

    private static Stocked stocked(String ingredient) {
        return stocked(ingredient, "500 mg");
    }

    private static Stocked stocked(String ingredient, String strength) {
        String name = "Medicine " + UUID.randomUUID();
        String medication = created(
                as("pharmacist").body("""
                        {"name":"%s","codes":[{"system":"http://www.whocc.no/atc","code":"N02BE01"}],\
                        "ingredients":["%s"],"strength":"%s","form":"tablet"}""".formatted(name, ingredient, strength)).post("/api/v1/medications"));
        Item item = new Item(
                created(as("pharmacist")
                        .body("""
                                {"sku":"%s","name":"%s","kind":"medicine","unit":"tablet","medicationId":"%s"}""".formatted(UUID.randomUUID(), name, medication))
                        .post(ITEMS)),
                name);
        return new Stocked(medication, item, batch(item, "10"));
    }

    /** A prescription of the medicine by its place in the formulary; the words on it are of no matter. */
    private Issued prescription() {
        Issued issued = issued(new Item("", "as the doctor calls it"));
        execute(
                "update prescription_item set medication_id = $1 where id = $2",
                UUID.fromString(prescribed.medication()),
                UUID.fromString(issued.item()));
        return issued;
    }

    private static String substituted(Issued prescription, Stocked by, @Nullable String reason) {
        return """
                {"itemId":"%s","quantity":2,"substitute":{"medicationId":"%s"%s}}""".formatted(
                prescription.item(), by.medication(), reason == null ? "" : ",\"reason\":\"%s\"".formatted(reason));
    }

    @Test
    void the_prescribed_medicine_is_found_by_the_formulary_and_told_with_its_codes() {
        Issued prescription = prescription();

        String id = dispensed(prescription, line(prescription.item(), "2"));

        assertThat(onHand(prescribed.item())).isEqualByComparingTo("8");
        TopicClient.Message told = TopicClient.event("prescription.events", "dispense.prepared.v1", id);
        assertThat(told.json().at("/items/0/medicationId").asText()).isEqualTo(prescribed.medication());
        assertThat(told.json().at("/items/0/codes/0/code").asText()).isEqualTo("N02BE01");
    }

    @Test
    void the_same_ingredients_strength_and_form_need_no_reason() {
        Issued prescription = prescription();

        dispense(prescription, substituted(prescription, generic, null))
                .then()
                .statusCode(201)
                .body("items[0].substituted", equalTo(true))
                .body("items[0].medicationId", equalTo(generic.medication()));

        assertThat(onHand(generic.item())).isEqualByComparingTo("8");
        assertThat(onHand(prescribed.item())).isEqualByComparingTo("10");
        assertThat(dispensedOf(prescription.item())).isEqualByComparingTo("2");
    }

    @Test
    void other_ingredients_need_a_reason_which_is_kept() {
        Issued prescription = prescription();

        assertProblem(dispense(prescription, substituted(prescription, other, null)), 422, "invalid-input");
        dispense(prescription, substituted(prescription, other, "agreed with the doctor by telephone"))
                .then()
                .statusCode(201)
                .body("items[0].substitutionReason", equalTo("agreed with the doctor by telephone"));
    }

    @Test
    void another_strength_needs_a_reason() {
        Issued prescription = prescription();
        Stocked stronger = stocked("paracetamol", "1 g");

        assertProblem(dispense(prescription, substituted(prescription, stronger, null)), 422, "invalid-input");
        dispense(prescription, substituted(prescription, stronger, "half a tablet each time"))
                .then()
                .statusCode(201);
    }

    @Test
    void a_substitute_that_conflicts_is_given_only_when_somebody_says_why_which_is_kept_and_audited() {
        Issued prescription = prescription();
        insertKnownAllergy(prescription.visit().patient(), "ibuprofen");
        String silent = substituted(prescription, other, "out of stock");

        Response refused = dispense(prescription, silent);
        assertProblem(refused, 409, "allergy-conflict");
        assertThat(refused.<String>path("conflicts[0].substance")).isEqualTo("ibuprofen");
        assertThat(onHand(other.item())).isEqualByComparingTo("10");

        String id = dispensed(
                prescription, silent.replace("\"reason\"", "\"overrideReason\":\"tolerated it last year\",\"reason\""));
        as("pharmacist")
                .get(DISPENSES + id)
                .then()
                .body("items[0].overrideReason", equalTo("tolerated it last year"))
                .body("items[0].substitutionReason", equalTo("out of stock"));
        assertThat(TopicClient.auditEntry("prepare", id).text("reason")).isEqualTo("tolerated it last year");
    }

    @Test
    void a_reason_to_override_what_is_no_conflict_is_not_kept() {
        Issued prescription = prescription();

        dispense(
                        prescription,
                        substituted(prescription, other, "out of stock")
                                .replace("\"reason\"", "\"overrideReason\":\"whatever\",\"reason\""))
                .then()
                .statusCode(201)
                .body("items[0].overrideReason", equalTo(null));
    }

    @Test
    void the_prescribed_medicine_is_no_substitute_of_itself() {
        Issued prescription = prescription();

        dispense(prescription, substituted(prescription, prescribed, null))
                .then()
                .statusCode(201)
                .body("items[0].substituted", equalTo(false));
    }

    @Test
    void the_price_is_that_of_what_is_given_and_the_closest_one_before_the_newest() {
        Issued prescription = prescription();
        String code = "code-" + UUID.randomUUID();
        execute(
                "update prescription_item set medication_code = $1, medication_system = 'http://clinic' where id = $2",
                code,
                UUID.fromString(prescription.item()));

        priced(code, "9.00", "2024-01-01");
        assertPrice(prescription, line(prescription.item(), "1"), "9.00");
        assertPrice(prescription, substituted(prescription, generic, null), null);
        for (Stocked medicine : List.of(prescribed, generic)) priced(medicine.medication(), "2.00", "2022-01-01");
        assertPrice(prescription, line(prescription.item(), "1"), "2.00");
        assertPrice(prescription, substituted(prescription, generic, null), "2.00");
        for (Stocked medicine : List.of(prescribed, generic)) priced(sku(medicine), "1.00", "2021-01-01");
        assertPrice(prescription, line(prescription.item(), "1"), "1.00");
        assertPrice(prescription, substituted(prescription, generic, null), "1.00");
    }

    private static void assertPrice(Issued prescription, String line, @Nullable String amount) {
        dispense(prescription, line).then().statusCode(201).body("items[0].unitPrice?.amount", equalTo(amount));
    }

    private void priced(String code, String amount, String validFrom) {
        execute(
                "insert into known_price (id, told_at, code, kind, amount, currency, valid_from)"
                        + " values ($1, now(), $2, 'medicine', $3, 'INR', $4)",
                UUID.randomUUID(),
                code,
                new BigDecimal(amount),
                LocalDate.parse(validFrom));
    }

    private String sku(Stocked medicine) {
        return rows(
                        "select sku from inventory_item where id = $1",
                        UUID.fromString(medicine.item().id()))
                .get(0)
                .getString("sku");
    }

    @Test
    void a_batch_of_another_medicine_is_not_given_in_silence() {
        Issued prescription = prescription();

        assertProblem(dispense(prescription, line(prescription.item(), "1", other.batch())), 422, "invalid-input");

        assertThat(onHand(other.item())).isEqualByComparingTo("10");
    }
}
