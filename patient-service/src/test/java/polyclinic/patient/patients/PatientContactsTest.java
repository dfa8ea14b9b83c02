package polyclinic.patient.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;
import static polyclinic.commons.testing.web.ServiceClient.as;
import static polyclinic.commons.testing.web.ServiceClient.assertProblem;
import static polyclinic.commons.testing.web.ServiceClient.created;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polyclinic.patient.ServiceTest;

/** Telephone numbers, e-mail addresses, identifiers and names as they are typed, pasted and scanned. */
@QuarkusTest
class PatientContactsTest extends ServiceTest {
    @Test
    void what_a_form_left_empty_is_absent_for_everybody() {
        String empty =
                "\"email\":\"\",\"phone\":\" \",\"uhid\":\"\",\"birthDateEstimated\":null,\"address\":{\"line\":[\"1 Row\"],"
                        + "\"city\":\"York\",\"state\":\"\",\"country\":\"GB\"}";
        for (int i = 0; i < 2; i++)
            register(empty)
                    .then()
                    .statusCode(201)
                    .body("email", nullValue())
                    .body("phone", nullValue())
                    .body("address.state", nullValue());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+1 212 555 0100 ext. 4711 | +12125550100;ext=4711",
                "tel:+1-212-555-0100;ext=4711 | +12125550100;ext=4711",
                "(212) 555-0100 x4711 | +12125550100;ext=4711",
                "+91 98765 43210 | +919876543210",
                "+44 (0)20 7946 0123 | +442079460123",
                "+39 06 6982 1234 | +390669821234"
            })
    void a_number_is_kept_with_its_extension(String typed, String kept) {
        register("\"phone\":\"" + typed + "\"").then().statusCode(201).body("phone", equalTo(kept));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1 212 055 0100",
                "+91 98765 4321",
                "5550100",
                "+44 1",
                "+999 123 456 789",
                "call me",
                "+1 212 555 0100 call Anna"
            })
    void a_number_that_cannot_be_dialled_is_refused(String phone) {
        assertProblem(register("\"phone\":\"" + phone + "\""), 422, "invalid-input");
        assertProblem(
                register("\"emergencyContacts\":[{\"name\":\"B\",\"relationship\":\"friend\",\"phone\":\"%s\"}]"
                        .formatted(phone)),
                422,
                "invalid-input");
    }

    @Test
    void a_number_finds_all_its_lines_and_a_line_itself_alone() {
        String ward = created(register("\"phone\":\"+1 212 555 0177 ext. 1\""));
        String desk = created(register("\"phone\":\"+1 212 555 0177 ext. 2\""));
        String main = created(register("\"phone\":\"+1 212 555 0177\""));

        found("phone=%2B12125550177").body("items.id", containsInAnyOrder(ward, desk, main));
        found("phone=%2B12125550177;ext=1").body("items.id", contains(ward));
        found("phone=%2B12125550177%3Bext%3D1").body("items.id", contains(ward));
        found("phone=%2B12125550177%20x%202").body("items.id", contains(desk));
    }

    @Test
    void a_plus_that_a_client_did_not_escape_is_a_plus() {
        String id = created(register("\"phone\":\"+919876500016\",\"email\":\"ada+x@plus.example\""));

        found("phone=+919876500016").body("items.id", contains(id));
        found("phone=%20919876500016").body("items.id", contains(id));
        found("email=ada+x@plus.example").body("items.id", contains(id));
        found("email=ADA%2Bx@plus.example").body("items.id", contains(id));
    }

    @Test
    void a_family_shares_an_address_once_somebody_confirms_that_they_are_distinct() {
        String address = "\"email\":\"family-%s@example.org\"".formatted(letters());
        String mother = created(register(address));

        assertProblem(
                register(address.toUpperCase(Locale.ROOT).replace("EMAIL", "email")), 409, "duplicate-identifier");
        String child = created(confirmed(address));
        String other = registered();
        assertProblem(patch(other, "{" + address + "}", ""), 409, "duplicate-identifier");
        patch(other, "{" + address + "}", "?confirmDistinct=true").then().statusCode(200);
        patch(child, "{\"sex\":\"other\"}", "").then().statusCode(200);
        assertProblem(register(address), 409, "duplicate-identifier");
        patch(mother, "{\"email\":null}", "").then().statusCode(200);
        assertProblem(register(address), 409, "duplicate-identifier");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "urn:example:mrn | MRN-1 | ' MRN-1 '",
                "urn:example:mrn | MRN 2 | MRN\u00a0\u00a02",
                "http://hl7.org/fhir/sid/us-ssn | 123-45-6789 | 123 45 6789",
                "https://fhir.nhs.uk/Id/nhs-number | 943 476 5919 | 9434765919",
                "http://hl7.org/fhir/sid/passport-IND | k1234567 | K 1234567",
                "https://healthid.abdm.gov.in | 91-1234-5678-9012 | 91123456789012",
                "http://fhir.de/sid/gkv/kvid-10 | a123456780 | A123456780"
            })
    void a_number_stays_one_persons_however_it_is_written(String system, String first, String second) {
        String identifier = "\"identifiers\":[{\"system\":\"%s\",\"value\":\"%s\"}]";
        String id = created(register(identifier.formatted(system, first)));

        assertProblem(register(identifier.formatted(system, second)), 409, "duplicate-identifier");
        as("reception")
                .queryParam("identifier", system + "|" + second)
                .get("/api/v1/patients")
                .then()
                .statusCode(200)
                .body("items.id", contains(id));
    }

    @Test
    void values_of_unknown_systems_count_as_they_are_written() {
        String identifier = "\"identifiers\":[{\"system\":\"urn:example:case\",\"value\":\"%s\"}]";
        String one = letters() + "-a";

        register(identifier.formatted(one)).then().statusCode(201);
        register(identifier.formatted(one.replace("-a", "-A"))).then().statusCode(201);
        register(identifier.formatted(one.replace("-", ""))).then().statusCode(201);
    }

    @Test
    void the_first_bar_parts_an_identifier() {
        String id = created(register("\"identifiers\":[{\"system\":\"urn:example:bar\",\"value\":\"a|b|c\"}]"));

        found("identifier=urn:example:bar%7Ca%7Cb%7Cc").body("items.id", contains(id));
        found("identifier=urn:example:bar%7Ca").body("items.id", empty());
    }

    @Test
    void identifiers_are_sought_as_fhir_writes_tokens() {
        String system = "urn:example:" + letters();
        String other = system + ":other";
        String number = letters() + "-7";
        String one = created(register(identifiers(system, number)));
        String two = created(register(identifiers(other, number)));
        String odd = created(register(identifiers(system, number + "\\\\,$|9")));

        sought(system + "|" + number).body("items.id", contains(one));
        sought(number).body("items.id", containsInAnyOrder(one, two));
        sought(system + "|").body("items.id", containsInAnyOrder(one, odd));
        sought("|" + number).body("items.id", empty());
        sought("|" + number + "," + other + "|").body("items.id", contains(two));
        sought(system + "|" + number + "," + other + "|" + number + ",").body("items.id", containsInAnyOrder(one, two));
        sought(system + "|" + number + "\\\\\\,\\$\\|9").body("items.id", contains(odd));
        sought(number + "\\\\\\,\\$\\|9").body("items.id", contains(odd));
    }

    @Test
    void a_number_of_any_system_is_sought_as_each_system_writes_it() {
        String nhs = created(register(identifiers("https://fhir.nhs.uk/Id/nhs-number", "401 023 2137")));
        String passport = created(register(identifiers("http://hl7.org/fhir/sid/passport-IND", "z9-40102321")));

        sought("401-023 2137").body("items.id", contains(nhs));
        sought("Z 940102321").body("items.id", contains(passport));
        sought("nothing,z940102321,4010232137").body("items.id", containsInAnyOrder(nhs, passport));
    }

    @Test
    void what_one_identifier_says_without_escapes_means_that_one_as_before() {
        String system = "urn:example:" + letters();
        String whole = created(register(identifiers(system, "12,5\\\\x\\\\,y")));
        String part = created(register(identifiers(system, "12")));

        sought(system + "|12,5\\x\\,y").body("items.id", contains(whole));
        sought(system + "|12,5\\x\\,z").body("items.id", contains(part));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|",
                ",",
                " , |",
                "urn:example:x|1\\",
                "\\",
                "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21"
            })
    void an_identifier_that_seeks_nothing_or_too_much_is_refused(String identifier) {
        assertProblem(
                as("reception").queryParam("identifier", identifier).get("/api/v1/patients"), 422, "invalid-input");
    }

    @Test
    void who_looks_for_one_person_does_not_leaf_through_an_issuers_numbers() {
        as("cashier")
                .queryParam("identifier", "1,urn:example:x|2")
                .get("/api/v1/patients")
                .then()
                .statusCode(200);
        for (String open : new String[] {"urn:example:x|", "1,urn:example:x|"})
            assertProblem(as("cashier").queryParam("identifier", open).get("/api/v1/patients"), 422, "invalid-input");
    }

    @Test
    void identifiers_are_reordered_shortened_repeated_and_exchanged_freely() {
        String a = identifier("A");
        String b = identifier("B");
        String c = identifier("C");
        String id = created(register("\"identifiers\":[%s,%s,%s]".formatted(a, b, c)));

        for (String order :
                new String[] {b + "," + a + "," + c, c + "," + b + "," + a, b + "," + c, c, a + "," + c + "," + b})
            patch(id, "{\"identifiers\":[" + order + "]}", "")
                    .then()
                    .statusCode(200)
                    .body("identifiers.size()", equalTo(order.split("system").length - 1));
        patch(id, "{\"identifiers\":[%s,%s,%s]}".formatted(a, a, b), "")
                .then()
                .statusCode(200)
                .body("identifiers.size()", equalTo(2));
        String other = registered();
        patch(other, "{\"identifiers\":[" + c + "]}", "").then().statusCode(200);
        assertProblem(patch(other, "{\"identifiers\":[" + c + "," + a + "]}", ""), 409, "duplicate-identifier");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200b",
                "\u2800",
                "\u00a0",
                "\u3164",
                "\uffa0",
                "\u200d\u200c",
                "\ufeff",
                "\u0301",
                "\u2060",
                "\u3000"
            })
    void a_name_that_nobody_can_see_is_none(String invisible) {
        assertProblem(
                as("reception")
                        .body("{\"givenName\":\"%1$s%1$s\",\"familyName\":\"%1$s\",\"sex\":\"male\"}"
                                .formatted(invisible))
                        .post("/api/v1/patients?confirmDistinct=true"),
                422,
                "invalid-input");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ana\\nMaria",
                "Ana\\u2028Maria",
                "Ana\\u202eMaria",
                "Ana\\u2067Maria",
                "Ana\\u0085Maria",
                "Ana\\u0007"
            })
    void a_name_with_a_line_break_or_a_control_is_refused(String name) {
        assertThat(as("reception")
                        .body("{\"givenName\":\"" + name + "\",\"sex\":\"male\"}")
                        .post("/api/v1/patients?confirmDistinct=true")
                        .statusCode())
                .isBetween(400, 422);
    }

    @Test
    void a_name_is_kept_in_its_normal_form_with_what_its_script_needs() {
        as("reception")
                .body(
                        "{\"givenName\":\" Rene\\u0301e\\u00a0 X\\u200b \",\"familyName\":\"\\u0645\\u06cc\\u200c\\u062e\",\"sex\":\"female\"}")
                .post("/api/v1/patients?confirmDistinct=true")
                .then()
                .statusCode(201)
                .body("givenName", equalTo("Ren\u00e9e X"))
                .body("familyName", equalTo("\u0645\u06cc\u200c\u062e"));
    }

    @Test
    void names_of_every_script_are_found_and_the_right_one_first() {
        String ram = named("\u0930\u093e\u092e", "\u0935\u0930\u094d\u092e\u093e");
        String mira = named("\u092e\u0940\u0930\u093e", "\u0935\u0930\u094d\u092e\u093e");
        String wang = named("\u5c0f\u660e", "\u738b");
        String cruz = named("Maria", "De la Cruz");

        for (String user : new String[] {"reception", "nurse"}) {
            as(user).queryParam("q", "\u0930\u093e\u092e")
                    .queryParam("birthDate", "1975-05-05")
                    .get("/api/v1/patients")
                    .then()
                    .statusCode(200)
                    .body("items[0].id", equalTo(ram));
            as(user).queryParam("q", "\u0935\u0930\u094d\u092e\u093e")
                    .get("/api/v1/patients")
                    .then()
                    .body("items.id", hasItem(mira));
        }
        for (String q : new String[] {"\u738b\u5c0f\u660e", "\u5c0f\u660e", "Wang Xiaoming", "xiaoming"})
            as("reception")
                    .queryParam("q", q)
                    .get("/api/v1/patients")
                    .then()
                    .statusCode(200)
                    .body("items.id", hasItem(wang));
        for (String q : new String[] {"Maria Delacruz", "delacruz", "de la cruz", "Delacrus Maria", "cruz maria"})
            as("reception")
                    .queryParam("q", q)
                    .get("/api/v1/patients")
                    .then()
                    .statusCode(200)
                    .body("items.id", hasItem(cruz));
        for (String q : new String[] {"%", "?", "\u200b"})
            as("reception").queryParam("q", q).get("/api/v1/patients").then().statusCode(200);
    }

    @Test
    void the_same_person_in_another_script_is_a_possible_duplicate() {
        String one = "{\"givenName\":\"%s\",\"familyName\":\"%s\",\"birthDate\":\"1966-06-16\",\"sex\":\"male\"}";
        created(as("reception")
                .body(one.formatted("\u0421\u0435\u0440\u0433\u0435\u0439", "\u041f\u0435\u0442\u0440\u043e\u0432"))
                .post("/api/v1/patients"));

        assertProblem(
                as("reception").body(one.formatted("Sergey", "Petrov")).post("/api/v1/patients"),
                409,
                "possible-duplicate");
        created(as("reception").body(one.formatted("Anna", "Kim")).post("/api/v1/patients"));
    }

    private static String named(String given, String family) {
        return created(as("reception")
                .body("{\"givenName\":\"%s\",\"familyName\":\"%s\",\"birthDate\":\"1975-05-05\",\"sex\":\"male\"}"
                        .formatted(given, family))
                .post("/api/v1/patients?confirmDistinct=true"));
    }

    private static String identifier(String value) {
        return "{\"system\":\"urn:example:order\",\"value\":\"%s-%s\"}".formatted(value, UUID.randomUUID());
    }

    private static ValidatableResponse sought(String identifier) {
        return as("reception")
                .queryParam("identifier", identifier)
                .get("/api/v1/patients")
                .then()
                .statusCode(200);
    }

    private static String identifiers(String system, String value) {
        return "\"identifiers\":[{\"system\":\"%s\",\"value\":\"%s\"}]".formatted(system, value);
    }

    private static ValidatableResponse found(String query) {
        return as("reception")
                .urlEncodingEnabled(false)
                .get("/api/v1/patients?" + query)
                .then()
                .statusCode(200);
    }

    private static Response register(String members) {
        return as("reception")
                .body(newPatient().replace("}", "," + members + "}"))
                .post("/api/v1/patients");
    }

    private static Response confirmed(String members) {
        return as("reception")
                .body(newPatient().replace("}", "," + members + "}"))
                .post("/api/v1/patients?confirmDistinct=true");
    }

    private static Response patch(String id, String body, String query) {
        return as("reception")
                .header(
                        "If-Match",
                        as("reception").get("/api/v1/patients/" + id).header("ETag"))
                .body(body)
                .patch("/api/v1/patients/" + id + query);
    }

    private static String letters() {
        return UUID.randomUUID().toString().replaceAll("[^a-f]", "");
    }
}
